package io.hallmark.verifierbridge.veraison;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.baselines.io.BoundedBody;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The client side of Veraison's endorsement provisioning API: discovery, submission, and sessions that go on for a while.
 * Redirects are not followed, and a session must be on the server that opened it.
 */
final class Provisioning {
    private static final String DISCOVERY = "/.well-known/veraison/provisioning";
    private static final String SUBMIT = "/endorsement-provisioning/v1/submit";
    private static final String SESSION = "application/vnd.veraison.provisioning-session+json";
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int LARGEST = 1024 * 1024;

    private final URI url;
    private final Authorization authorization;
    private final Duration timeout;
    private final Duration betweenPolls;
    private final HttpClient client;

    /** @param timeout for one answer, and for a session to end */
    Provisioning(URI url, Authorization authorization, Duration timeout, Duration betweenPolls) {
        this.url = url;
        this.authorization = authorization;
        this.timeout = timeout;
        this.betweenPolls = betweenPolls;
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER);
        authorization.trust().ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    /** The media types that the server takes; empty when it doesn't tell, as servers of before discovery. */
    List<String> mediaTypes() {
        Answer answer = send(request(url.resolve(path(DISCOVERY))).GET().build());
        if (answer.status() == 404) {
            return List.of();
        }
        if (answer.status() != 200) {
            throw problem(answer);
        }
        Map<String, Object> discovery = PlainJson.readObject("the discovery document of Veraison", answer.body());
        List<String> types = new ArrayList<>();
        if (discovery.get("media-types") instanceof List<?> list) {
            list.forEach(type -> types.add(String.valueOf(type)));
        }
        return types;
    }

    /** Submits a manifest and waits for the session to end. */
    Session submit(byte[] manifest, String mediaType) {
        Answer answer = send(request(url.resolve(path(SUBMIT)))
                .header("Content-Type", mediaType)
                .header("Accept", SESSION)
                .POST(BodyPublishers.ofByteArray(manifest))
                .build());
        if (answer.status() != 200 && answer.status() != 201) {
            throw problem(answer);
        }
        Session session = Session.of(answer.body());
        if (session.status() != Session.Status.PROCESSING) {
            return session;
        }
        return await(sessionOf(answer));
    }

    private Session await(URI location) {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            pause();
            Answer answer =
                    send(request(location).header("Accept", SESSION).GET().build());
            if (answer.status() != 200) {
                throw problem(answer);
            }
            Session session = Session.of(answer.body());
            if (session.status() != Session.Status.PROCESSING) {
                dispose(location);
                return session;
            }
            if (System.nanoTime() > end) {
                throw BaselinesException.remote(
                        "Veraison at " + url + " is still processing after " + timeout.toSeconds()
                                + " s: raise 'timeout', or run the publication again later",
                        null);
            }
        }
    }

    private URI sessionOf(Answer answer) {
        URI location = answer.location()
                .map(url.resolve(path(SUBMIT))::resolve)
                .orElseThrow(() -> BaselinesException.remote(
                        "Veraison at " + url + " opened a session and did not say where", null));
        if (!url.getScheme().equals(location.getScheme()) || !url.getAuthority().equals(location.getAuthority())) {
            throw new BaselinesException("Veraison at " + url
                    + " opened a session on another server, which is not followed: check 'url' and proxies");
        }
        return location;
    }

    /** The server forgets sessions by itself, so that a failure to delete one does no harm. */
    private void dispose(URI location) {
        try {
            send(request(location).DELETE().build());
        } catch (BaselinesException e) {
            System.getLogger(Provisioning.class.getName())
                    .log(System.Logger.Level.DEBUG, "a session was not disposed of", e);
        }
    }

    private String path(String path) {
        return (url.getRawPath() == null ? "" : url.getRawPath()) + path;
    }

    private HttpRequest.Builder request(URI to) {
        HttpRequest.Builder request = HttpRequest.newBuilder(to).timeout(timeout);
        authorization.header().ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private record Answer(int status, Optional<URI> location, byte[] body) {}

    private Answer send(HttpRequest request) {
        // The request's own timeout ends with the headers of the answer; this one is for all of it.
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, info -> new BoundedBody(LARGEST));
        try {
            HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), location(response), response.body());
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw BaselinesException.remote(
                    "Veraison at " + url + " can't be reached: "
                            + cause.getClass().getSimpleName() + " " + Words.line(String.valueOf(cause.getMessage())),
                    cause);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw BaselinesException.remote(
                    "Veraison at " + url + " gives no complete answer within " + timeout.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw interrupted(e);
        }
    }

    private Optional<URI> location(HttpResponse<?> response) {
        try {
            return response.headers().firstValue("Location").map(URI::create);
        } catch (IllegalArgumentException e) {
            throw new BaselinesException("Veraison at " + url + " names a session with what is no URL", e);
        }
    }

    private void pause() {
        try {
            Thread.sleep(betweenPolls.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private BaselinesException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return BaselinesException.remote("interrupted while waiting for Veraison at " + url, e);
    }

    /** Errors are problem documents (RFC 9457), though what stands before the server may answer with anything. */
    private BaselinesException problem(Answer answer) {
        String message = "Veraison at " + url + " answers " + answer.status() + detail(answer.body());
        return switch (answer.status()) {
            case 401, 403 ->
                new BaselinesException(
                        message + ": check 'auth' and its credential; the account needs the role" + " provisioner");
            case 415 ->
                new BaselinesException(message + ": no scheme there takes manifests of this profile; check 'profile'");
            case 400, 404, 405, 406 -> new BaselinesException(message + ": check 'url' and the version of the server");
            default -> BaselinesException.remote(message, null);
        };
    }

    private static String detail(byte[] body) {
        try {
            Map<String, Object> problem = PlainJson.readObject("problem", body);
            Object detail = problem.getOrDefault("detail", problem.getOrDefault("title", ""));
            return " (" + Words.line(String.valueOf(detail)) + ")";
        } catch (BaselinesException e) {
            String text = Words.line(new String(body, StandardCharsets.UTF_8));
            return text.isEmpty() ? "" : " (" + text + ")";
        }
    }
}
