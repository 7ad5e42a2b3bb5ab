package io.hallmark.bootlab.guest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * An initramfs of one file, to be loaded before the guest's own. Its length is no multiple of 4, so that the digest of both
 * tells whether a loader pads it; the kernel passes over zeros between archives.
 */
public final class SmallInitrd {
    private SmallInitrd() {}

    /** @param tag tells one from another */
    public static Path write(Path file, String tag) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new NewcArchive()
                    .folder("etc")
                    .file("etc/small", tag.getBytes(StandardCharsets.UTF_8))
                    .finish());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (packed.size() % 4 != 1) {
            packed.write(0);
        }
        try {
            return Files.write(file, packed.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
