package io.hallmark.verifierbridge.keylime.client;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.io.BoundedBody;
import io.hallmark.verifierbridge.tls.RefusalOfClient;
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

/**
 * Requests to one server. It never sends an Authorization header: for Keylime that would make the call an agent's, and
 * the client certificate would not count.
 */
final class Connection {
    /** Policies of a megabyte are large; an answer repeats one, escaped. */
    static final int MOST_BYTES = 32 * 1024 * 1024;

    private static final Duration LISTENING = Duration.ofSeconds(2);

    private final URI server;
    private final HttpClient client;
    private final SSLContext tls;
    private final Duration patience;

    /**
     * @param server scheme, host and port
     * @param patience for each request, from the first byte sent to the last one received
     */
    Connection(URI server, SSLContext tls, Duration patience) {
        this.server = server;
        this.tls = tls;
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .build();
    }

    URI server() {
        return server;
    }

    /**
     * One request and its answer, whatever the status is.
     *
     * @param path from the root, with what follows a question mark
     * @param body of JSON; without one no content type is sent either, since Keylime refuses a type without content
     * @throws BaselinesException when there is no answer
     */
    Reply send(String method, String path, Optional<Map<String, Object>> body) {
        String what = method + " " + server + path;
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .header("Accept", "application/json")
                .timeout(patience)
                .method(
                        method,
                        body.map(json -> BodyPublishers.ofString(CanonicalJson.write(json)))
                                .orElseGet(BodyPublishers::noBody));
        if (body.isPresent()) {
            request.header("Content-Type", "application/json");
        }
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), info -> new BoundedBody(MOST_BYTES));
        try {
            HttpResponse<byte[]> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new Reply(what, response.statusCode(), date(response), response.body());
        } catch (ExecutionException e) {
            throw Failures.ofTransport(what, cause(e.getCause()));
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

    /** The server's own words about the client certificate, where the connection was closed before they were read. */
    private Throwable cause(Throwable lost) {
        return Failures.mayBeRefusal(lost)
                ? RefusalOfClient.by(server, tls, LISTENING)
                        .<Throwable>map(e -> e)
                        .orElse(lost)
                : lost;
    }
}
