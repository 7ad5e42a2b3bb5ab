package io.hallmark.puppetbridge.chef;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.baselines.document.Quoted;
import io.hallmark.baselines.io.BoundedBody;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;

/** Signed requests to a Chef Infra Server, within limits of time and size. Redirects are not followed. */
final class ChefApi {
    /** What a data bag item and the list of a cookbook's files stay well below. */
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    /** Of the client whose ways of asking these are; servers refuse very old ones. */
    private static final String CLIENT_VERSION = "18.0.0";

    private final ServerAddress address;
    private final RequestSigner signer;
    private final InstantSource clock;
    private final Duration timeout;
    private final HttpClient client;

    /**
     * @param trust of the server's certificate; what Java trusts when empty
     * @param clock that requests are dated by
     * @param timeout for each request, until its answer is complete
     */
    ChefApi(
            ServerAddress address,
            RequestSigner signer,
            Optional<SSLContext> trust,
            InstantSource clock,
            Duration timeout) {
        this.address = address;
        this.signer = signer;
        this.clock = clock;
        this.timeout = timeout;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout);
        trust.ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    /** What is at the path; empty when nothing is. */
    Optional<Map<String, Object>> get(String path) {
        return ask("GET", path, Optional.empty());
    }

    /** Replaces what is at the path; empty when nothing is. */
    Optional<Map<String, Object>> put(String path, Map<String, Object> body) {
        return ask("PUT", path, Optional.of(body));
    }

    /** Adds to what is at the path; empty when nothing is. */
    Optional<Map<String, Object>> post(String path, Map<String, Object> body) {
        return ask("POST", path, Optional.of(body));
    }

    /** Removes what is at the path; empty when nothing is. */
    Optional<Map<String, Object>> delete(String path) {
        return ask("DELETE", path, Optional.empty());
    }

    /**
     * Sends a file to where the server said that it takes it.
     *
     * @param to as the server says; over TLS if the server is
     * @param md5 of the bytes, in base64
     */
    void upload(String to, byte[] bytes, String md5) {
        URI url = uploadUrl(to);
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/x-binary")
                .header("Content-MD5", md5)
                .PUT(BodyPublishers.ofByteArray(bytes));
        Instant time = clock.instant();
        HttpResponse<byte[]> answer = send(request, "PUT", url, bytes, time);
        if (answer.statusCode() / 100 != 2) {
            throw refusal("PUT", url.getRawPath(), answer, time);
        }
    }

    private URI uploadUrl(String to) {
        try {
            URI url = URI.create(to);
            boolean open = "http".equals(url.getScheme())
                    && "http".equals(address.base().getScheme());
            if (url.getHost() != null && (open || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Falls through: it is no URL at all.
        }
        throw new BaselinesException("Chef at " + address + " wants files sent to " + Quoted.of(to)
                + ", which is no https URL: correct the server's own name in its settings");
    }

    private Optional<Map<String, Object>> ask(String method, String path, Optional<Map<String, Object>> body) {
        URI url = address.resolve(path);
        byte[] bytes = body.map(CanonicalJson::write).orElse("").getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes));
        Instant time = clock.instant();
        HttpResponse<byte[]> answer = send(request, method, url, bytes, time);
        // Some servers answer 200 and a page, or nothing, to paths that they don't know.
        if (!isJson(answer)) {
            throw answer.statusCode() / 100 == 5 ? refusal(method, path, answer, time) : noChef(method, path, answer);
        }
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        if (answer.statusCode() / 100 != 2) {
            throw refusal(method, path, answer, time);
        }
        return Optional.of(PlainJson.readObject("the answer of Chef to " + method + " " + path, answer.body()));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request, String method, URI url, byte[] body, Instant time) {
        request.timeout(timeout).header("Accept", "application/json").header("X-Chef-Version", CLIENT_VERSION);
        request.header("X-Ops-Server-API-Version", RequestSigner.SERVER_API_VERSION);
        signer.headers(method, url.getRawPath(), body, time, RequestSigner.SERVER_API_VERSION)
                .forEach(request::header);
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), info -> new BoundedBody(MOST_BYTES));
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof SSLHandshakeException) {
                throw new BaselinesException(
                        "the certificate of Chef at " + address + " is not trusted: "
                                + Quoted.of(String.valueOf(cause.getMessage()))
                                + "; put the certificate of its authority into 'ca.pem' of the credential",
                        e);
            }
            throw BaselinesException.remote(
                    "Chef at " + address + " can't be reached: "
                            + cause.getClass().getSimpleName() + " " + Quoted.of(String.valueOf(cause.getMessage())),
                    e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw BaselinesException.remote(
                    "Chef at " + address + " gave no complete answer within " + timeout.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw BaselinesException.remote("interrupted while waiting for Chef at " + address, e);
        }
    }

    private static boolean isJson(HttpResponse<byte[]> answer) {
        return answer.headers()
                .firstValue("Content-Type")
                .filter(type -> type.toLowerCase(Locale.ROOT)
                        .replaceFirst(";.*", "")
                        .strip()
                        .equals("application/json"))
                .isPresent();
    }

    private BaselinesException noChef(String method, String path, HttpResponse<byte[]> answer) {
        return new BaselinesException("what answers at " + address + " is no Chef Infra Server: " + method + " " + path
                + " gives " + answer.statusCode() + " with "
                + answer.headers().firstValue("Content-Type").map(Quoted::of).orElse("no content type")
                + " in place of application/json; check 'url' and 'organization'");
    }

    private BaselinesException refusal(String method, String path, HttpResponse<byte[]> answer, Instant signed) {
        return new Refusal(address, signer.user())
                .of(method + " " + path, answer.statusCode(), answer.headers(), answer.body(), signed);
    }
}
