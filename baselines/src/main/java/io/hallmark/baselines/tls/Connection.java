package io.hallmark.baselines.tls;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.io.BoundedBody;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** Requests to one server, within limits of time and size. Redirects are not followed. */
public final class Connection {
    /** What an answer may have. */
    public static final int MOST_BYTES = 32 * 1024 * 1024;

    private final URI server;
    private final HttpClient client;
    private final SSLContext tls;
    private final Duration patience;
    private final String accepted;

    /**
     * What a server answered.
     *
     * @param what was asked, method and URL without query
     * @param date when the server answered, by its own clock, to the second; empty when it does not say
     */
    public record Answer(String what, int status, Optional<Instant> date, byte[] body) {}

    /**
     * @param server scheme, host and port
     * @param patience for each request, from the first byte sent to the last one received
     * @param accepted where the server is told which client certificates it takes, for messages
     */
    public Connection(URI server, SSLContext tls, Duration patience, String accepted) {
        this.server = server;
        this.tls = tls;
        this.patience = patience;
        this.accepted = accepted;
        this.client = HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .build();
    }

    /** Scheme, host and port. */
    public URI server() {
        return server;
    }

    /**
     * One request and its answer, whatever the status is.
     *
     * @param path from the root, with what follows a question mark
     * @param headers beside those that say that JSON is sent and expected
     * @param body of JSON; without one no content type is sent either
     * @throws BaselinesException when there is no answer
     */
    public Answer send(String method, String path, Map<String, String> headers, Optional<String> body) {
        String what = method + " " + server + path.replaceFirst("[?].*", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .header("Accept", "application/json")
                .timeout(patience)
                .method(method, body.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
        headers.forEach(request::header);
        if (body.isPresent()) {
            request.header("Content-Type", "application/json");
        }
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), info -> new BoundedBody(MOST_BYTES));
        try {
            HttpResponse<byte[]> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(what, response.statusCode(), date(response), response.body());
        } catch (ExecutionException e) {
            throw TransportFailure.of(what, e.getCause(), server, tls, accepted);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw BaselinesException.remote(
                    what + ": no complete answer within " + patience.toSeconds() + " s; is the server overloaded?", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw BaselinesException.remote(what + ": interrupted", e);
        }
    }

    /** RFC 9110, 6.6.1. */
    private static Optional<Instant> date(HttpResponse<?> response) {
        try {
            return response.headers()
                    .firstValue("Date")
                    .map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
