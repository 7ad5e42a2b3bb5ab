package io.hallmark.bootlab.guest;

import io.hallmark.bootlab.host.Command;
import java.nio.file.Path;

/**
 * The key pair that the ovmf package has for everybody, and whose certificate its variable store for tests trusts. It
 * keeps nothing secret, its passphrase included.
 */
final class Snakeoil {
    private final DebianPackage ovmf;
    private final Path folder;

    /** @param folder where the key is put without its passphrase, as sbsign wants it */
    Snakeoil(DebianPackage ovmf, Path folder) {
        this.ovmf = ovmf;
        this.folder = folder;
    }

    /** Signs an EFI file. */
    Path sign(Path image, Path signed) {
        Path key = folder.resolve("snakeoil.key");
        Command.of(
                        "openssl",
                        "pkey",
                        "-in",
                        ovmf.file("usr/share/ovmf/PkKek-1-snakeoil.key").toString(),
                        "-passin",
                        "pass:snakeoil",
                        "-out",
                        key.toString())
                .run();
        Command.of(
                        "sbsign",
                        "--key",
                        key.toString(),
                        "--cert",
                        ovmf.file("usr/share/ovmf/PkKek-1-snakeoil.pem").toString(),
                        "--output",
                        signed.toString(),
                        image.toString())
                .run();
        return signed;
    }
}
