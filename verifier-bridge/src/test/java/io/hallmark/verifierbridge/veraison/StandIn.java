package io.hallmark.verifierbridge.veraison;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hallmark.measuredboot.digest.Bank;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Answers as Veraison's provisioning service does; its store compares digests, as that of the services of 2026. */
final class StandIn implements AutoCloseable {
    static final String SESSION = "application/vnd.veraison.provisioning-session+json";
    private static final String PROBLEM = "application/problem+json";

    final List<String> requests = new ArrayList<>();
    final Map<String, String> headers = new HashMap<>();
    private final Set<String> store = new HashSet<>();
    private final HttpServer server;

    /** Each may be set before the first request. */
    String mediaTypes = "\"application/rim+cbor; profile=\\\"tag:github.com/parallaxsecond,2023-03-03:tpm\\\"\"";

    int refuseWith;
    String failWith = "";
    int polls = -1;
    String location = "/endorsement-provisioning/v1/session/1234567890";

    StandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            requests.add(request);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            switch (request) {
                case "GET /.well-known/veraison/provisioning" ->
                    send(
                            exchange,
                            200,
                            "application/vnd.veraison.discovery+json",
                            "{\"media-types\": [" + mediaTypes
                                    + "], \"version\": \"0.0.2608\", \"service-state\": \"READY\", \"api-endpoints\":"
                                    + " {\"provisioningSubmit\": \"/endorsement-provisioning/v1/submit\"}}");
                case "POST /endorsement-provisioning/v1/submit" -> submit(exchange, body);
                case "GET /endorsement-provisioning/v1/session/1234567890" ->
                    send(exchange, 200, SESSION, session(--polls > 0 ? "processing" : "success", ""));
                case "DELETE /endorsement-provisioning/v1/session/1234567890" -> send(exchange, 204, SESSION, "");
                default -> send(exchange, 404, "text/plain", "404 page not found");
            }
        }
    }

    private void submit(HttpExchange exchange, byte[] body) throws IOException {
        if (refuseWith != 0) {
            send(
                    exchange,
                    refuseWith,
                    PROBLEM,
                    "{\"type\": \"about:blank\", \"title\": \"Refused\", \"status\": " + refuseWith
                            + ", \"detail\": \"no active plugin found\"}");
        } else if (!failWith.isEmpty()) {
            send(exchange, 200, SESSION, session("failed", failWith));
        } else if (polls > 0) {
            exchange.getResponseHeaders().set("Location", location);
            send(exchange, 201, SESSION, session("processing", ""));
        } else if (store.add(Bank.SHA256.hash(body).hex())) {
            send(exchange, 200, SESSION, session("success", ""));
        } else {
            send(
                    exchange,
                    200,
                    SESSION,
                    session("failed", "submit endorsement returned error: already in store (digests match)"));
        }
    }

    private static String session(String status, String reason) {
        return "{\"status\": \"" + status + "\", \"expiry\": \"2026-11-25T10:00:00Z\""
                + (reason.isEmpty() ? "" : ", \"failure-reason\": \"" + reason + "\"") + "}";
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
