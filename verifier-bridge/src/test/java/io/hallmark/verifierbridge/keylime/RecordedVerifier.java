package io.hallmark.verifierbridge.keylime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.baselines.io.PemReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A server that answers as a verifier of Keylime was recorded to answer, over TLS and with a client certificate wanted. */
public final class RecordedVerifier implements AutoCloseable {
    private static final Answer NOT_FOUND = new Answer(404, new byte[0]);

    private final HttpsServer server;
    private final Map<String, Queue<Answer>> answers = new HashMap<>();
    private final List<Request> requests = new ArrayList<>();

    /** An answer; it is given as soon as the request is read. */
    public record Answer(int status, byte[] body) {}

    /** What was asked. */
    public record Request(String line, Map<String, List<String>> headers, String body) {}

    /** @param name of the server's certificate and key in the folder */
    public RecordedVerifier(Path certificates, String name) {
        try {
            SSLContext tls = tls(certificates.resolve(name + ".pem"), certificates.resolve(name + ".key"));
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls) {
                @Override
                public void configure(HttpsParameters parameters) {
                    SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
                    parameters.setSSLParameters(ssl);
                }
            });
            server.createContext("/", this::handle);
            server.setExecutor(Executors.newCachedThreadPool());
            server.start();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public URI url() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The answer to the next such request, or to all of them when nothing follows. */
    public RecordedVerifier answers(String method, String path, String recording) {
        Map<String, Object> response = object(object(recording).get("response"));
        Object body = response.get("body");
        byte[] bytes = body instanceof Map<?, ?>
                ? CanonicalJson.write(body).getBytes(StandardCharsets.UTF_8)
                : String.valueOf(body).getBytes(StandardCharsets.UTF_8);
        int status = Integer.parseInt(String.valueOf(response.get("status")));
        return answers(method, path, new Answer(status, bytes));
    }

    public RecordedVerifier answers(String method, String path, Answer answer) {
        answers.computeIfAbsent(method + " " + path, key -> new ArrayDeque<>()).add(answer);
        return this;
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    public List<String> lines() {
        return requests().stream().map(Request::line).toList();
    }

    /** A recorded exchange by the name of its file. */
    public static Map<String, Object> object(String recording) {
        String file = "/io/hallmark/verifierbridge/keylime/exchanges/" + recording + ".json";
        try (InputStream in = RecordedVerifier.class.getResourceAsStream(file)) {
            return PlainJson.readObject(file, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(new Request(line, Map.copyOf(exchange.getRequestHeaders()), body));
        Answer answer = Optional.ofNullable(answers.get(line))
                .map(queue -> queue.size() > 1 ? queue.poll() : queue.peek())
                .orElse(NOT_FOUND);
        try (exchange) {
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            if (answer.body().length > 0) {
                exchange.getResponseBody().write(answer.body());
            }
        }
    }

    private static SSLContext tls(Path certificate, Path key) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        Certificate[] chain = PemReader.certificates(Files.readAllBytes(certificate), "the certificate")
                .toArray(Certificate[]::new);
        store.setKeyEntry(
                "server",
                PemReader.privateKey(Files.readAllBytes(key), Optional.empty(), "the key", "the password"),
                new char[0],
                chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
