package io.hallmark.baselines.source;

import io.hallmark.baselines.io.SafeUrl;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * HTTP with limits. Redirects are followed here, because the JDK's client takes the credentials along to other servers.
 */
final class Http {
    private static final String AUTHORIZATION = "Authorization";

    private final Downloads.Limits limits;
    private final HttpClient client;

    Http(Downloads.Limits limits) {
        this.limits = limits;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.connect())
                .build();
    }

    void get(URI url, Map<String, String> headers, Sink sink) throws IOException {
        exchange(url, headers, HttpRequest.newBuilder().GET(), sink);
    }

    void post(URI url, Map<String, String> headers, String body, Sink sink) throws IOException {
        exchange(url, headers, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body)), sink);
    }

    /** The header for the user and password in a URL; none when there are none. */
    static Map<String, String> basicAuthorization(URI url) {
        if (url.getUserInfo() == null) {
            return Map.of();
        }
        byte[] userInfo = url.getUserInfo().getBytes(StandardCharsets.UTF_8);
        return Map.of(AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(userInfo));
    }

    static boolean sameServer(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort();
    }

    /**
     * Whether what one server says may send us to another: over HTTP, and not from a protected connection to an open
     * one.
     */
    static boolean isAllowed(URI from, URI to) {
        boolean isProtected = "https".equalsIgnoreCase(to.getScheme());
        return to.getHost() != null
                && (isProtected
                        || ("http".equalsIgnoreCase(to.getScheme()) && !"https".equalsIgnoreCase(from.getScheme())));
    }

    private void exchange(URI url, Map<String, String> headers, HttpRequest.Builder builder, Sink sink)
            throws IOException {
        URI at = url;
        Map<String, String> sent = new LinkedHashMap<>(headers);
        for (int redirects = 0; redirects <= limits.maxRedirects(); redirects++) {
            HttpResponse<Void> response = send(at, sent, builder, sink);
            int status = response.statusCode();
            if (status == 200) {
                return;
            }
            if (status / 100 != 3 || response.headers().firstValue("Location").isEmpty()) {
                throw new IOException("the server answers with status " + status);
            }
            URI next = next(at, response.headers().firstValue("Location").get());
            if (!sameServer(at, next)) {
                sent.keySet().removeIf(AUTHORIZATION::equalsIgnoreCase);
            }
            at = next;
        }
        throw new IOException("it redirects more than " + limits.maxRedirects() + " times");
    }

    private static URI next(URI at, String location) throws IOException {
        URI next;
        try {
            next = at.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new IOException("it redirects to something that is no URL");
        }
        if (!isAllowed(at, next)) {
            throw new IOException("it redirects to " + SafeUrl.of(next.toString()) + ", which is not followed");
        }
        return next;
    }

    private HttpResponse<Void> send(URI url, Map<String, String> headers, HttpRequest.Builder builder, Sink sink)
            throws IOException {
        HttpRequest.Builder request = builder.copy().uri(withoutUserInfo(url));
        headers.forEach(request::setHeader);
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request.build(), info -> new SinkSubscriber(info, sink));
        try {
            return await(answer, sink);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException(String.valueOf(e.getCause().getMessage()), e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private HttpResponse<Void> await(CompletableFuture<HttpResponse<Void>> answer, Sink sink)
            throws ExecutionException, InterruptedException, IOException {
        long seen = -1;
        while (true) {
            long now = sink.count();
            if (now == seen) {
                answer.cancel(true);
                throw new IOException("nothing arrived for " + limits.stall().toMillis() + " ms");
            }
            seen = now;
            try {
                return answer.get(limits.stall().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // The next round looks whether something arrived meanwhile.
            }
        }
    }

    private static URI withoutUserInfo(URI url) throws IOException {
        String text = url.toString();
        if (url.getRawUserInfo() != null) {
            text = text.replaceFirst("//[^/?#]*@", "//");
        }
        try {
            return URI.create(text.replaceFirst("#.*$", ""));
        } catch (IllegalArgumentException e) {
            throw new IOException("it is no URL", e);
        }
    }
}
