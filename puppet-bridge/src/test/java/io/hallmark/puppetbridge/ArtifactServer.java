package io.hallmark.puppetbridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.testsupport.TestCertificates;
import io.hallmark.testsupport.Tools;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A server of artifacts in a scratch root: HTTPS at {@code localhost}, where nobody else reaches it, with a certificate of an
 * authority that the root trusts.
 */
public final class ArtifactServer implements AutoCloseable {
    /** Says its port, and serves a folder. */
    private static final String SCRIPT = """
            import functools, http.server, ssl, sys
            handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
            server = http.server.HTTPServer(('127.0.0.1', 0), handler)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(sys.argv[2], sys.argv[3])
            server.socket = context.wrap_socket(server.socket, server_side=True)
            print(server.server_port, flush=True)
            server.serve_forever()
            """;

    /** Where OpenSSL looks for authorities: one file of all, or a file each by the hash of its name. */
    private static final String TRUST = """
            ip link set lo up
            cat '%1$s' >>/etc/ssl/certs/ca-certificates.crt
            cp '%1$s' "/etc/ssl/certs/$(openssl x509 -hash -noout -in '%1$s').0"
            """;

    private final Process process;
    private final Path folder;
    private final String url;

    private ArtifactServer(Process process, Path folder, String url) {
        this.process = process;
        this.folder = folder;
        this.url = url;
    }

    /** @param shared the folder that is seen in the root under the same path */
    public static ArtifactServer in(ScratchRoot root, Path shared) throws IOException {
        Tools.require("ip");
        Tools.require("python3");
        Path folder = Files.createDirectory(shared.resolve("artifacts"));
        Path certificates = TestCertificates.in(Files.createDirectory(shared.resolve("certificates")))
                .folder();
        root.sh(TRUST.formatted(certificates.resolve("ca.pem")));
        List<String> command = root.entering();
        command.addAll(List.of("/usr/bin/python3", "-c", SCRIPT, folder.toString()));
        command.addAll(List.of(
                certificates.resolve("server.pem").toString(),
                certificates.resolve("server.key").toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String port =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        assertThat(port).as("its port").matches("[0-9]+");
        return new ArtifactServer(process, folder, "https://localhost:" + port + "/");
    }

    /** Serves this for a database of AIDE; a profile's text with it in place of none or of another. */
    public String serving(byte[] database, String profile) throws IOException {
        Files.write(folder.resolve("aide.db"), database);
        String entry = "  database: {url: \"" + url + "aide.db\", sha256: "
                + Bank.SHA256.hash(database).hex() + "}\n";
        return profile.replaceAll("(?m)^  database: .*\n", "").replaceFirst("(?m)(^aide:\n(?:  .*\n)*)", "$1" + entry);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
