package io.hallmark.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One host as a Gitea is one: repositories over Git's own {@code http-backend}, and the interface to pull requests, of
 * which it holds one at most.
 */
public final class ForgeStandIn implements AutoCloseable {
    /** A token that it knows. */
    public static final String TOKEN = "t0ken-of-the-robot";

    /** What was asked for, by method. */
    public final List<String> calls = new ArrayList<>();
    /** The pull request that it holds. */
    public String pull = "";
    /** The status that it answers everything with; 0 for none. */
    public int refuseWith;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Path folder;

    /** @param folder whose repositories are served below {@code /acme} */
    public ForgeStandIn(Path folder) throws IOException {
        this.folder = folder;
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.createContext("/acme/", this::git);
        server.createContext("/api/v1/repos/acme/baselines/pulls", this::pulls);
        server.start();
    }

    /** The URL of the repository {@code baselines.git}. */
    public String repository() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/acme/baselines.git";
    }

    private synchronized void pulls(HttpExchange exchange) throws IOException {
        String question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        try (exchange) {
            boolean known =
                    ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            int status = known ? refuseWith : 401;
            String answer = "{\"message\": \"no, " + TOKEN + "\"}";
            if (status == 0) {
                calls.add(exchange.getRequestMethod());
                if (!exchange.getRequestMethod().equals("GET")) {
                    // The form, with what the server adds to it.
                    pull = question.strip()
                            .replaceFirst(
                                    "\\}$",
                                    ", \"number\": 5, \"html_url\":"
                                            + " \"https://forge.example.org/acme/baselines/pulls/5\"}")
                            .replaceFirst(
                                    "\"head\": \"([^\"]*)\"",
                                    "\"head\": {\"ref\": \"$1\", \"sha\": \"\", \"repo\": {\"id\": 1}}")
                            .replaceFirst(
                                    "\"base\": \"([^\"]*)\"", "\"base\": {\"ref\": \"$1\", \"repo\": {\"id\": 1}}");
                }
                boolean closed =
                        String.valueOf(exchange.getRequestURI().getQuery()).contains("state=closed");
                answer = exchange.getRequestMethod().equals("GET") ? "[" + (closed ? "" : pull) + "]" : pull;
                status = exchange.getRequestMethod().equals("GET") ? 200 : 201;
            }
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void git(HttpExchange exchange) throws IOException {
        byte[] question = exchange.getRequestBody().readAllBytes();
        ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
        builder.environment()
                .putAll(Map.of(
                        "GIT_PROJECT_ROOT", folder.toString(),
                        "GIT_HTTP_EXPORT_ALL", "1",
                        "REMOTE_USER", "robot",
                        "REQUEST_METHOD", exchange.getRequestMethod(),
                        "PATH_INFO", exchange.getRequestURI().getPath().substring("/acme".length()),
                        "QUERY_STRING",
                                Optional.ofNullable(exchange.getRequestURI().getQuery())
                                        .orElse(""),
                        "CONTENT_TYPE", header(exchange, "Content-Type"),
                        "HTTP_CONTENT_ENCODING", header(exchange, "Content-Encoding"),
                        "GIT_PROTOCOL", header(exchange, "Git-Protocol"),
                        "CONTENT_LENGTH", Integer.toString(question.length)));
        Process process = builder.start();
        process.getOutputStream().write(question);
        process.getOutputStream().close();
        try (exchange;
                InputStream output = process.getInputStream()) {
            int status = 200;
            for (String line = line(output); !line.isEmpty(); line = line(output)) {
                String[] header = line.split(": ", 2);
                if (header[0].equals("Status")) {
                    status = Integer.parseInt(header[1].substring(0, 3));
                } else {
                    exchange.getResponseHeaders().add(header[0], header[1]);
                }
            }
            exchange.sendResponseHeaders(status, 0);
            output.transferTo(exchange.getResponseBody());
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
