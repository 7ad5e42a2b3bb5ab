package io.hallmark.bootlab.guest;

import io.hallmark.bootlab.host.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A key that signs EFI files, and its certificate; it lasts as long as the lab and keeps nothing secret.
 *
 * @param name in file names
 * @param key without a passphrase, as sbsign wants it
 * @param pem its certificate
 */
public record SigningKey(String name, Path key, Path pem) {

    /**
     * The key pair that the ovmf package has for everybody, and whose certificate its variable store for tests trusts; so
     * is its passphrase.
     */
    static SigningKey snakeoil(DebianPackage ovmf, Path folder) {
        Path key = folder.resolve("snakeoil.key");
        Path encrypted = ovmf.file("usr/share/ovmf/PkKek-1-snakeoil.key");
        Command.of("openssl", "pkey", "-in", encrypted.toString(), "-passin", "pass:snakeoil", "-out", key.toString())
                .run();
        return new SigningKey("snakeoil", key, ovmf.file("usr/share/ovmf/PkKek-1-snakeoil.pem"));
    }

    /** A new one, whose certificate it has signed itself. */
    static SigningKey generate(String name, Path folder) {
        Path key = folder.resolve(name + ".key");
        Path pem = folder.resolve(name + ".pem");
        Command.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "3650",
                        "-subj",
                        "/CN=Boot lab " + name,
                        "-keyout",
                        key.toString(),
                        "-out",
                        pem.toString())
                .run();
        return new SigningKey(name, key, pem);
    }

    /** Signs an EFI file, after the signatures that it has. */
    Path sign(Path image, Path signed) {
        Command.of(
                        "sbsign",
                        "--key",
                        key.toString(),
                        "--cert",
                        pem.toString(),
                        "--output",
                        signed.toString(),
                        image.toString())
                .run();
        return signed;
    }

    /** The certificate in DER. */
    public byte[] certificate() {
        Path der = key.resolveSibling(name + ".der");
        Command.of("openssl", "x509", "-in", pem.toString(), "-outform", "DER", "-out", der.toString())
                .run();
        try {
            return Files.readAllBytes(der);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
