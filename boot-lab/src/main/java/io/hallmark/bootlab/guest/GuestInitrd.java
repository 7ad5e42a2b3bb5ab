package io.hallmark.bootlab.guest;

import io.hallmark.bootlab.host.Command;
import io.hallmark.bootlab.host.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** The guest's initramfs: busybox and a script that reports the boot over the serial line and powers off. */
final class GuestInitrd {
    private static final List<String> FOLDERS =
            List.of("bin", "dev", "etc", "lib", "lib/modules", "proc", "run", "sys");

    private GuestInitrd() {}

    /**
     * Writes it.
     *
     * @param tag tells one initramfs from another; the guest reports it
     * @param kernel that it has the module of
     */
    static Path write(Path file, String tag, Path busybox, Kernel kernel) {
        try {
            NewcArchive archive = new NewcArchive();
            FOLDERS.forEach(archive::folder);
            archive.program("bin/busybox", Files.readAllBytes(busybox));
            archive.file("etc/tag", (tag + "\n").getBytes(StandardCharsets.UTF_8));
            archive.program("init", script());
            archive.folder("lib/modules/" + kernel.release());
            archive.file("lib/modules/" + kernel.release() + "/efivarfs.ko", plain(kernel.efivarfs()));
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(archive.finish());
            }
            return Files.write(file, packed.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] script() throws IOException {
        try (InputStream in = GuestInitrd.class.getResourceAsStream("init.sh")) {
            return in.readAllBytes();
        }
    }

    /** The module without its compression: busybox can't load a compressed one. */
    private static byte[] plain(Path module) throws IOException {
        if (!module.toString().endsWith(".xz")) {
            return Files.readAllBytes(module);
        }
        try (Workspace workspace = Workspace.create()) {
            Path copy = workspace.root().resolve("efivarfs.ko.xz");
            Files.copy(module, copy);
            Command.of("xz", "-d", copy.toString()).run();
            return Files.readAllBytes(workspace.root().resolve("efivarfs.ko"));
        }
    }
}
