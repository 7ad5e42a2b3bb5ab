package io.hallmark.baselines.forge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.PlainJson;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server on this machine that answers as the documented interface of a forge does, for the repository {@code
 * acme/baselines}, and can be made to fail.
 */
final class ForgeServer implements AutoCloseable {
    static final String TOKEN = "glpat-0123456789secret";

    /** Fields that the interface of each kind has other names for. */
    record Dialect(String root, String number, String body, String url, String head, String base, int longest) {
        static final Dialect GITHUB =
                new Dialect("/api/v3/repos/acme/baselines/pulls", "number", "body", "html_url", "head", "base", 65_536);
        static final Dialect GITEA = new Dialect(
                "/api/v1/repos/acme/baselines/pulls", "number", "body", "html_url", "head", "base", 1 << 24);
        static final Dialect GITLAB = new Dialect(
                "/api/v4/projects/acme%2Fbaselines/merge_requests",
                "iid", "description", "web_url", "source_branch", "target_branch", 1_048_576);
    }

    /** A pull request as the server holds it. */
    static final class Held {
        final long number;
        final String head;
        final String base;
        String title;
        String body;
        String state = "open";
        String commit = "c0ffee";
        boolean fork;

        Held(long number, String head, String base, String title, String body) {
            this.number = number;
            this.head = head;
            this.base = base;
            this.title = title;
            this.body = body;
        }
    }

    /** An answer that is given in place of the proper one. */
    record Fault(int status, String body, Map<String, String> headers) {}

    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<Held> held = new ArrayList<>();
    final Deque<Fault> faults = new ArrayDeque<>();

    /** Faults of requests that the server carries out all the same. */
    final Deque<Fault> lost = new ArrayDeque<>();

    int pageSize = 50;
    private final Dialect dialect;
    private final HttpServer server;

    ForgeServer(Dialect dialect) throws IOException {
        this.dialect = dialect;
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        byte[] question = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getRawPath();
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        try (exchange) {
            if (!faults.isEmpty()) {
                send(exchange, faults.remove());
            } else if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                send(exchange, new Fault(401, "{\"message\": \"Bad credentials\"}", Map.of()));
            } else if (!path.startsWith(dialect.root())) {
                send(exchange, new Fault(404, "{\"message\": \"404 Project Not Found\"}", Map.of()));
            } else {
                String rest = path.substring(dialect.root().length());
                Fault proper =
                        switch (exchange.getRequestMethod()) {
                            case "GET" -> list(exchange);
                            case "POST" -> create(PlainJson.readObject("question", question));
                            case "PATCH", "PUT" ->
                                update(exchange.getRequestMethod(), rest, PlainJson.readObject("question", question));
                            default -> new Fault(405, "", Map.of());
                        };
                send(exchange, lost.isEmpty() ? proper : lost.remove());
            }
        }
    }

    private Fault list(HttpExchange exchange) {
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        List<Held> found = held.stream().filter(each -> matches(each, query)).toList();
        int page = Integer.parseInt(query.getOrDefault("page", "1"));
        List<Map<String, Object>> shown = found.stream()
                .skip((page - 1L) * pageSize)
                .limit(pageSize)
                .map(this::json)
                .toList();
        Map<String, String> headers = page * pageSize < found.size()
                ? Map.of("Link", "<" + url(dialect.root()) + "?page=" + (page + 1) + ">; rel=\"next\"")
                : Map.of();
        return new Fault(200, CanonicalJson.write(shown), headers);
    }

    private boolean matches(Held each, Map<String, String> query) {
        if (dialect.equals(Dialect.GITLAB)) {
            return (each.state.equals("open") ? "opened" : each.state).equals(query.get("state"))
                    && each.head.equals(query.get("source_branch"))
                    && each.base.equals(query.get("target_branch"));
        }
        boolean open = each.state.equals(query.get("state"));
        if (dialect.equals(Dialect.GITEA)) {
            return open;
        }
        // GitHub leaves the filter out when it has no owner.
        String head = query.get("head");
        return open
                && each.base.equals(query.get("base"))
                && (!head.contains(":") || head.equals((each.fork ? "other" : "acme") + ":" + each.head));
    }

    private Fault create(Map<String, Object> form) {
        String head = (String) form.get(dialect.head());
        String base = (String) form.get(dialect.base());
        String body = (String) form.get(dialect.body());
        boolean twice = held.stream()
                .anyMatch(each ->
                        !each.fork && each.state.equals("open") && each.head.equals(head) && each.base.equals(base));
        if (twice) {
            return dialect.equals(Dialect.GITHUB)
                    ? new Fault(
                            422,
                            "{\"message\": \"Validation Failed\", \"errors\": [{\"resource\": \"PullRequest\","
                                    + " \"code\": \"custom\", \"message\": \"A pull request already exists for acme:"
                                    + head
                                    + ".\"}]}",
                            Map.of())
                    : new Fault(
                            409,
                            "{\"message\": [\"Another open merge request already exists for this source branch:"
                                    + " !1\"]}",
                            Map.of());
        }
        if (body.length() > dialect.longest()) {
            return new Fault(
                    422,
                    "{\"message\": \"Validation Failed\", \"errors\": [{\"field\": \"body\", \"message\":"
                            + " \"body is too long (maximum is 65536 characters)\"}]}",
                    Map.of());
        }
        Held made = new Held(held.size() + 1L, head, base, (String) form.get("title"), body);
        held.add(made);
        return new Fault(201, CanonicalJson.write(json(made)), Map.of());
    }

    private Fault update(String method, String rest, Map<String, Object> form) {
        boolean proper = method.equals(dialect.equals(Dialect.GITLAB) ? "PUT" : "PATCH");
        for (Held each : held) {
            if (proper && rest.equals("/" + each.number)) {
                each.title = (String) form.get("title");
                each.body = (String) form.get(dialect.body());
                return new Fault(dialect.equals(Dialect.GITEA) ? 201 : 200, CanonicalJson.write(json(each)), Map.of());
            }
        }
        return new Fault(404, "{\"message\": \"Not Found\"}", Map.of());
    }

    private Map<String, Object> json(Held each) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", each.number + 7000);
        json.put(dialect.number(), each.number);
        json.put("title", each.title);
        json.put(dialect.body(), each.body.replace("\n", "\r\n"));
        json.put(dialect.url(), "https://forge.example.org/acme/baselines/" + each.number);
        if (dialect.equals(Dialect.GITLAB)) {
            json.put("sha", each.commit);
            json.put("source_branch", each.head);
            json.put("target_branch", each.base);
            json.put("source_project_id", each.fork ? 8 : 7);
            json.put("target_project_id", 7);
        } else {
            json.put("head", Map.of("ref", each.head, "sha", each.commit, "repo", Map.of("id", each.fork ? 8 : 7)));
            json.put("base", Map.of("ref", each.base, "repo", Map.of("id", 7)));
        }
        return json;
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        Arrays.stream(raw.split("&"))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        return query;
    }

    private static void send(HttpExchange exchange, Fault answer) throws IOException {
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
