package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.hallmark.testsupport.TestCertificates;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole run against servers that repeat how they were asked, and to places that get signed files: nothing of tokens,
 * passwords and keys is in what anybody but their owner can read.
 */
class TargetSecretsTest {
    /** As long as such that name their owner's rights are. */
    private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9." + "dGhpcyBpcyBzZWNyZXQ".repeat(30);

    private static final String PASSWORD = "nobody-reads-this-one";
    private static final char[] STORE = "changeit".toCharArray();

    @TempDir
    Path folder;

    private final ShownTexts shown = new ShownTexts();
    private TestCertificates certificates;
    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        certificates = TestCertificates.in(Files.createDirectories(folder.resolve("certificates")));
        server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context()));
        server.createContext("/", TargetSecretsTest::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void tokens_passwords_and_keys_are_in_no_output_receipt_commit_list_of_processes_or_environment() throws Exception {
        Sandbox sandbox = Sandbox.afterDemo(Files.createDirectories(folder.resolve("demo")));
        sandbox.merge();
        Path signed = folder.resolve("signed.git");
        run("git", "init", "-q", "--bare", signed.toString());
        credentials();
        sandbox.settings(targets(signed));
        String control = ShownTexts.lines(certificates.folder().resolve("stranger.key"))
                .iterator()
                .next();

        int exit = shown.publish(
                folder,
                List.of("-Djavax.net.ssl.trustStore=" + trust(), "-Djavax.net.ssl.trustStorePassword=changeit"),
                List.of(
                        "publish",
                        sandbox.baselines().toString(),
                        "--without-approval",
                        "--credentials",
                        folder.resolve("credentials").toString()),
                control);
        shown.receipts(sandbox.baselines().toString());
        shown.add("signed", run("git", "-C", signed.toString(), "log", "-p", "--text", "--format=raw", "main"));
        shown.add("files", files(folder.resolve("golden")));

        // What must be there is found: what is looked at is what it is taken for.
        assertThat(exit).as(shown.toString()).isEqualTo(3);
        for (String refused : List.of("Bearer [secret]", "Basic [secret]", "Git: Basic [secret]")) {
            assertThat(shown.found(Set.of(refused))).as(refused + shown).contains("publish out");
        }
        assertThat(shown.found(Set.of("golden: holds", "signed: holds"))).contains("publish out");
        assertThat(shown.found(Set.of("-----BEGIN SSH SIGNATURE-----"))).containsExactly("signed");
        assertThat(shown.found(Set.of("X509Certificate", "SignatureValue"))).contains("files", "signed");
        assertThat(shown.found(Set.of(control))).containsExactly("processes");

        assertThat(secrets()).hasSizeGreaterThan(30);
        assertThat(shown.found(secrets())).as(shown.toString()).isEmpty();
    }

    private String targets(Path signed) {
        String url = "https://localhost:" + server.getAddress().getPort();
        String files = "formats: [json, corim, rim], sign-with: corim, rim-sign-with: rim, rim-regid: example.org";
        return """
                targets:
                  bearer: {kind: veraison, url: "%1$s", auth: bearer, credential: bearer, sign-with: corim}
                  basic: {kind: veraison, url: "%1$s", auth: basic, credential: basic, sign-with: corim}
                  web: {kind: git, url: "%1$s/git/control.git", branch: main, credentials: basic, formats: [json]}
                  signed: {kind: git, url: "%2$s", branch: main, sign-commits-with: ssh, %3$s}
                  golden: {kind: directory, path: "%4$s", %3$s}
                """.formatted(url, signed, files, folder.resolve("golden"));
    }

    private void credentials() throws Exception {
        write("bearer/token", TOKEN);
        write("basic/user", "robot");
        write("basic/password", PASSWORD);
        certificates.openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                "/CN=corim",
                "-keyout",
                write("corim/key.pem", "").toString(),
                "-out",
                write("corim/cert.pem", "").toString());
        certificates.credential(folder.resolve("credentials"), "rim", "ca", "client");
        Path key = folder.resolve("credentials/ssh/ssh-key");
        Files.createDirectories(key.getParent());
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "robot", "-f", key.toString());
    }

    private Path write(String part, String text) throws IOException {
        Path file = folder.resolve("credentials").resolve(part);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Set<String> secrets() throws IOException {
        String basic = Base64.getEncoder().encodeToString(("robot:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        Set<String> secrets = new TreeSet<>(Set.of(TOKEN.substring(0, 40), PASSWORD, basic.substring(0, 20)));
        for (String key : List.of("corim/key.pem", "rim/key.pem", "ssh/ssh-key")) {
            secrets.addAll(ShownTexts.lines(folder.resolve("credentials").resolve(key)));
        }
        return secrets;
    }

    /** Veraison and a Git server that refuse, and repeat what they were sent. */
    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (path.endsWith("/.well-known/veraison/provisioning")) {
                send(exchange, 200, "application/vnd.veraison.discovery+json", """
                        {"media-types": ["application/rim+cose; profile=\\"tag:github.com/parallaxsecond,2023-03-03:tpm\\""],
                         "version": "0.0.2608", "service-state": "READY",
                         "api-endpoints": {"provisioningSubmit": "/endorsement-provisioning/v1/submit"}}""");
            } else if (path.startsWith("/git/") && authorization == null) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
                send(exchange, 401, "text/plain", "who are you?");
            } else if (path.startsWith("/git/")) {
                String service = exchange.getRequestURI().getQuery().replace("service=", "");
                send(
                        exchange,
                        200,
                        "application/x-" + service + "-advertisement",
                        packet("# service=" + service + "\n") + "0000" + packet("ERR Git: " + authorization));
            } else {
                send(
                        exchange,
                        403,
                        "application/problem+json",
                        "{\"title\": \"Refused\", \"detail\": \"not for " + authorization + "\"}");
            }
        }
    }

    /** Git's pkt-line: the length in four digits comes first. */
    private static String packet(String line) {
        return String.format("%04x%s", line.length() + 4, line);
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private SSLContext context() throws Exception {
        certificates.openssl(
                "pkcs12",
                "-export",
                "-inkey",
                "server.key",
                "-in",
                "server.pem",
                "-passout",
                "pass:changeit",
                "-out",
                "server.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in =
                new FileInputStream(certificates.folder().resolve("server.p12").toFile())) {
            store.load(in, STORE);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, STORE);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** A store with the authority of the server. */
    private Path trust() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, STORE);
        try (InputStream in = Files.newInputStream(certificates.folder().resolve("ca.pem"))) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        Path file = folder.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, STORE);
        }
        return file;
    }

    private static String files(Path root) throws IOException {
        StringBuilder text = new StringBuilder();
        try (var walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                text.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
