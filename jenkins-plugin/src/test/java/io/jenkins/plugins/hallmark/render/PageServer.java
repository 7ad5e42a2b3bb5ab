package io.jenkins.plugins.hallmark.render;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Serves pages as Jenkins does, with its content security policy, and hears what a browser tells of each. */
final class PageServer implements AutoCloseable {
    /** What Jenkins sends since 2.539 when it enforces the policy. */
    private static final String POLICY =
            "base-uri 'none'; default-src 'self'; form-action 'self'; frame-ancestors 'self';"
                    + " img-src 'self' data:; script-src 'report-sample' 'self'; style-src 'report-sample' 'self' 'unsafe-inline'";

    private final HttpServer server;
    private final Map<String, String> pages;
    private final Map<String, List<String>> told = new LinkedHashMap<>();
    private final CountDownLatch all;

    PageServer(Map<String, String> pages) throws IOException {
        this.pages = pages;
        this.all = new CountDownLatch(pages.size());
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** Counts down to zero when every page was told of. */
    CountDownLatch all() {
        return all;
    }

    /** By path: how many rules held, and what is wrong. */
    synchronized Map<String, List<String>> told() {
        return Map.copyOf(told);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith("/told/")) {
            hear(exchange, path.substring("/told".length()));
            return;
        }
        String page = pages.get(path);
        byte[] body = page == null ? resource(path) : page.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type(path));
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        send(exchange, body.length == 0 ? 404 : 200, body);
    }

    private synchronized void hear(HttpExchange exchange, String path) throws IOException {
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean fresh = told.put(path, List.of(text.split("\n", -1))) == null;
        List<String> left = new ArrayList<>(pages.keySet());
        left.removeAll(told.keySet());
        send(exchange, 200, (left.isEmpty() ? "" : left.get(0)).getBytes(StandardCharsets.UTF_8));
        if (fresh) {
            all.countDown();
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static byte[] resource(String path) throws IOException {
        String name = path.startsWith("/adjuncts/")
                ? path.substring("/adjuncts".length())
                : path.equals("/axe.js") ? "/axe.min.js" : "/io/jenkins/plugins/hallmark/render" + path;
        try (InputStream resource = PageServer.class.getResourceAsStream(name)) {
            return resource == null ? new byte[0] : resource.readAllBytes();
        }
    }

    private static String type(String path) {
        if (path.endsWith(".js")) {
            return "text/javascript; charset=utf-8";
        }
        return (path.endsWith(".css") ? "text/css" : "text/html") + "; charset=utf-8";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
