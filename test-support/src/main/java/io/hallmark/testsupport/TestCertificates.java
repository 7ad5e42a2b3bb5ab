package io.hallmark.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Authorities, certificates and keys, made by OpenSSL: {@code <name>.pem} and {@code <name>.key}. */
public final class TestCertificates {
    public static final String PASSWORD = "a-passphrase-that-nobody-shall-read";

    private final Path folder;

    private TestCertificates(Path folder) {
        this.folder = folder;
    }

    /** With {@code ca}, its {@code server} and {@code client}, and a {@code stranger} of {@code other-ca}. */
    public static TestCertificates in(Path folder) {
        Tools.require("openssl");
        TestCertificates made = new TestCertificates(folder);
        made.authority("ca");
        made.authority("other-ca");
        made.certificate("ca", "server", "DNS:localhost,IP:127.0.0.1");
        made.certificate("ca", "misnamed", "DNS:verifier.example.org");
        made.certificate("ca", "client", "DNS:client");
        made.certificate("other-ca", "stranger", "DNS:client");
        return made;
    }

    public Path folder() {
        return folder;
    }

    /** A credential as people lay it out, with these parts. */
    public Path credential(Path secrets, String id, String authority, String client) {
        try {
            Path parts = Files.createDirectories(secrets.resolve(id));
            Files.copy(folder.resolve(authority + ".pem"), parts.resolve("ca.pem"));
            Files.copy(folder.resolve(client + ".pem"), parts.resolve("cert.pem"));
            Files.copy(folder.resolve(client + ".key"), parts.resolve("key.pem"));
            return parts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void authority(String name) {
        openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "3650",
                "-keyout",
                name + ".key",
                "-out",
                name + ".pem",
                "-subj",
                "/CN=" + name);
    }

    private void certificate(String authority, String name, String alternatives) {
        try {
            Files.writeString(folder.resolve(name + ".ext"), "subjectAltName=" + alternatives + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        openssl(
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                name + ".key",
                "-out",
                name + ".csr",
                "-subj",
                "/CN=" + name);
        openssl(
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-CA",
                authority + ".pem",
                "-CAkey",
                authority + ".key",
                "-CAcreateserial",
                "-days",
                "3650",
                "-out",
                name + ".pem",
                "-extfile",
                name + ".ext");
    }

    /** @throws IllegalStateException with what OpenSSL says, when it fails */
    public void openssl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Path log = folder.resolve("openssl.log");
        try {
            if (!Programs.run(folder, log, 1, command)) {
                throw new IllegalStateException(String.join(" ", command) + ": " + Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
