package io.hallmark.baselines.forge;

import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.io.BoundedBody;
import io.hallmark.baselines.publish.WatchedSecrets;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests to the interface of one forge, each with the token and within limits of time and size. All kinds take the
 * token as {@code Authorization: Bearer}: GitHub and GitLab by their documentation, Gitea beside its own {@code token}.
 *
 * <p>Redirects are not followed: the token is for this server alone, and a repository that has moved is better named by
 * its new URL.
 */
final class Api {
    /** A page of fifty pull requests with long texts stays below. */
    private static final int MOST_BYTES = 32 * 1024 * 1024;

    private final ApiUrl base;
    private final String token;
    private final WatchedSecrets secrets;
    private final Duration patience;
    private final HttpClient client;

    /**
     * @param secrets that the token is taken from; what it knows is never shown
     * @param patience for each request, from the first byte sent to the last one received
     */
    Api(ApiUrl base, WatchedSecrets secrets, Duration patience) {
        this.base = base;
        this.secrets = secrets;
        this.token = ForgeToken.of(secrets);
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .build();
    }

    ApiUrl base() {
        return base;
    }

    Reply get(String path, Map<String, String> query) {
        return send("GET", path, query, Optional.empty());
    }

    Reply post(String path, Map<String, Object> body) {
        return send("POST", path, Map.of(), Optional.of(body));
    }

    Reply patch(String path, Map<String, Object> body) {
        return send("PATCH", path, Map.of(), Optional.of(body));
    }

    Reply put(String path, Map<String, Object> body) {
        return send("PUT", path, Map.of(), Optional.of(body));
    }

    private Reply send(String method, String path, Map<String, String> query, Optional<Map<String, Object>> body) {
        URI url = base.resolve(path, query);
        String what = method + " " + base.resolve(path, Map.of());
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Accept", "application/json")
                .header("User-Agent", "hallmark")
                .header("Authorization", "Bearer " + token)
                .timeout(patience)
                .method(
                        method,
                        body.map(json -> BodyPublishers.ofString(CanonicalJson.write(json)))
                                .orElseGet(BodyPublishers::noBody));
        if (body.isPresent()) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<byte[]> answer = await(what, request.build());
        Reply reply = new Reply(what, answer.statusCode(), answer.headers(), answer.body());
        if (!reply.good()) {
            throw new Refusals(secrets).of(reply);
        }
        return reply;
    }

    private HttpResponse<byte[]> await(String what, HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, info -> new BoundedBody(MOST_BYTES));
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new Refusals(secrets).ofTransport(what, e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new ForgeFailure(
                    what + ": no complete answer within " + patience.toSeconds() + " s", true, Optional.empty(), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ForgeFailure(what + ": interrupted", false, Optional.empty(), e);
        }
    }
}
