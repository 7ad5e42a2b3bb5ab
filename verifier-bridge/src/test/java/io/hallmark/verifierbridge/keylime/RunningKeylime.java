package io.hallmark.verifierbridge.keylime;

import io.hallmark.testsupport.Fixtures;
import io.hallmark.testsupport.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A verifier and a registrar of Keylime on this machine, with certificates on both sides and a database in a file. */
public final class RunningKeylime implements AutoCloseable {
    private static final int SECONDS = 90;

    private final Path folder;
    private final TestCertificates certificates;
    private final Path python = InstalledKeylime.python();
    private final int verifierPort = freePort();
    private final int registrarPort = freePort();
    private final int registrationPort = freePort();
    private final Map<String, String> options;
    private Process verifier;
    private Process registrar;

    /**
     * Starts both.
     *
     * @param options of the verifier, beyond those that every one has
     */
    public RunningKeylime(Path folder, TestCertificates certificates, Map<String, String> options) {
        this.folder = folder;
        this.certificates = certificates;
        this.options = options;
        try {
            Files.createDirectories(folder.resolve("work"));
            Files.writeString(folder.resolve("verifier.conf"), verifierConfiguration());
            Files.writeString(folder.resolve("registrar.conf"), registrarConfiguration());
            Files.writeString(folder.resolve("empty.conf"), "");
            Files.writeString(folder.resolve("logging.conf"), logging());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        startVerifier();
        registrar = start("registrar", registrarPort);
    }

    public URI url() {
        return URI.create("https://127.0.0.1:" + verifierPort);
    }

    URI registrarUrl() {
        return URI.create("https://127.0.0.1:" + registrarPort);
    }

    /** What the verifier has logged so far, and goes on writing. */
    public Path verifierLog() {
        return folder.resolve("verifier.log");
    }

    /** Where agents register, without TLS. */
    URI registrationUrl() {
        return URI.create("http://127.0.0.1:" + registrationPort);
    }

    /** An option of the verifier. */
    String option(String name) {
        return options.get(name);
    }

    void startVerifier() {
        verifier = start("verifier", verifierPort);
    }

    /** As by kill -9: nothing is put in order. */
    void killVerifier() {
        kill(verifier);
        awaitFree(verifierPort);
    }

    @Override
    public void close() {
        kill(verifier);
        if (registrar != null) {
            kill(registrar);
        }
    }

    private Process start(String component, int port) {
        Path log = folder.resolve(component + ".log");
        // A group of its own, so that no worker outlives it.
        ProcessBuilder builder = new ProcessBuilder(
                        "setsid",
                        python.toString(),
                        python.resolveSibling("keylime_" + component).toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("KEYLIME_"));
        environment.put(
                "PYTHONPATH",
                InstalledKeylime.placeholders() + ":"
                        + Fixtures.root().resolveSibling("verifier-bridge/keylime-policy"));
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        environment.put("KEYLIME_DIR", folder.resolve("work").toString());
        environment.put(
                "KEYLIME_VERIFIER_CONFIG", folder.resolve("verifier.conf").toString());
        environment.put(
                "KEYLIME_REGISTRAR_CONFIG", folder.resolve("registrar.conf").toString());
        environment.put("KEYLIME_LOGGING_CONFIG", folder.resolve("logging.conf").toString());
        environment.put("KEYLIME_CA_CONFIG", folder.resolve("empty.conf").toString());
        environment.put("KEYLIME_TENANT_CONFIG", folder.resolve("empty.conf").toString());
        try {
            Process process = builder.start();
            awaitListening(process, port, log);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitListening(Process process, int port, Path log) throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < until && process.isAlive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
                return;
            } catch (IOException e) {
                pause();
            }
        }
        kill(process);
        throw new IllegalStateException("Keylime does not start: " + Files.readString(log));
    }

    static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The whole group, workers that are being started among them. */
    private static void kill(Process process) {
        try {
            new ProcessBuilder("kill", "-KILL", "--", "-" + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(10, TimeUnit.SECONDS);
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitFree(int port) {
        for (int i = 0; i < 100; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                pause();
            } catch (IOException e) {
                return;
            }
        }
    }

    private String verifierConfiguration() {
        StringBuilder more = new StringBuilder();
        options.forEach((option, value) ->
                more.append(option).append(" = ").append(value).append('\n'));
        return """
                [verifier]
                version = 2.6
                uuid = default
                ip = 127.0.0.1
                port = %d
                enable_agent_mtls = True
                %sclient_key = client.key
                client_cert = client.pem
                trusted_server_ca = ['ca.pem']
                database_url = sqlite
                auto_migrate_db = True
                num_workers = 1
                exponential_backoff = False
                retry_interval = 1
                max_retries = 1
                request_timeout = 60
                quote_interval = 1
                max_upload_size = 104857600
                severity_labels = ["info", "emergency"]
                severity_policy = [{"event_id": ".*", "severity_label": "emergency"}]
                %s
                [revocations]
                enabled_revocation_notifications = []
                """.formatted(verifierPort, tls(), more);
    }

    private String registrarConfiguration() {
        return """
                [registrar]
                version = 2.6
                ip = 127.0.0.1
                port = %d
                tls_port = %d
                %sdatabase_url = sqlite
                auto_migrate_db = True
                tpm_identity = default
                malformed_cert_action = ignore
                """.formatted(registrationPort, registrarPort, tls());
    }

    private String tls() {
        return """
                tls_dir = %s
                server_key = server.key
                server_cert = server.pem
                trusted_client_ca = ['ca.pem']
                """.formatted(certificates.folder());
    }

    static String logging() {
        return """
                [logging]
                version = 2.4
                [loggers]
                keys = root
                [handlers]
                keys = console
                [formatters]
                keys = plain
                [formatter_plain]
                format = %(asctime)s %(name)s %(levelname)s %(message)s
                [logger_root]
                level = INFO
                handlers = console
                [handler_console]
                class = StreamHandler
                level = INFO
                formatter = plain
                args = (sys.stdout,)
                """;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
