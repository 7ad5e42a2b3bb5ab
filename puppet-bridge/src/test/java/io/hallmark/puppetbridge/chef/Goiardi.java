package io.hallmark.puppetbridge.chef;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/**
 * Debian's Chef server, with authentication on, on this machine alone; before it stands a proxy that notes the requests, and
 * may change what they carry. Its administrator is {@code admin}, with the key in {@code admin.pem}.
 */
final class Goiardi implements AutoCloseable {
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("host", "content-length", "connection", "upgrade", "http2-settings", "expect");

    /** Method and path of each request, in order. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    /** What becomes of bodies on the way. */
    volatile UnaryOperator<byte[]> onTheWay = body -> body;

    private final Path folder;
    private final Process server;
    private final int port;
    private final HttpServer proxy;
    private final HttpClient client = HttpClient.newHttpClient();

    private Goiardi(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (ServerSocket free = new ServerSocket(0, 1, loopback)) {
            port = free.getLocalPort();
        }
        proxy = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        proxy.createContext("/", this::pass);
        proxy.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "proxy");
            thread.setDaemon(true);
            return thread;
        }));
        proxy.start();
        server = new ProcessBuilder(
                        "goiardi",
                        "--use-auth",
                        "--ipaddress=127.0.0.1",
                        "--hostname=127.0.0.1",
                        "--port=" + port,
                        "--proxy-hostname=127.0.0.1",
                        "--proxy-port=" + proxy.getAddress().getPort(),
                        "--conf-root=" + folder)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!answers()) {
            if (!server.isAlive() || System.nanoTime() > end) {
                close();
                throw new IllegalStateException("goiardi did not start: " + Files.readString(folder.resolve("log")));
            }
            Thread.sleep(100);
        }
    }

    static Goiardi start(Path folder) throws IOException, InterruptedException {
        Tools.require("goiardi");
        return new Goiardi(Files.createDirectories(folder));
    }

    private boolean answers() throws InterruptedException {
        try {
            client.send(HttpRequest.newBuilder(at("/")).build(), BodyHandlers.discarding());
            return Files.exists(folder.resolve("admin.pem"));
        } catch (IOException e) {
            return false;
        }
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    String url() {
        return "http://127.0.0.1:" + proxy.getAddress().getPort();
    }

    /** The same server behind TLS. */
    HttpsServer behindTls(SSLContext certificate) throws IOException {
        HttpsServer tls = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        tls.setHttpsConfigurator(new HttpsConfigurator(certificate));
        tls.createContext("/", this::pass);
        tls.start();
        return tls;
    }

    String adminKey() throws IOException {
        return Files.readString(folder.resolve("admin.pem"));
    }

    private void pass(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        requests.add(exchange.getRequestMethod() + " " + path);
        byte[] body = onTheWay.apply(exchange.getRequestBody().readAllBytes());
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        request.method(
                exchange.getRequestMethod(),
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        try (exchange) {
            HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
            for (String name : List.of("Content-Type", "Date")) {
                answer.headers()
                        .firstValue(name)
                        .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
            }
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        proxy.stop(0);
        server.destroyForcibly();
        server.onExit().join();
    }
}
