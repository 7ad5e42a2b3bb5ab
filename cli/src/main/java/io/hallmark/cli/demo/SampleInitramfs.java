package io.hallmark.cli.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** A small initramfs: a cpio archive (newc) of text files, compressed with gzip. */
final class SampleInitramfs {
    private static final int FILE = 0100644;

    private SampleInitramfs() {}

    /** @param files content by path */
    static byte[] of(Map<String, String> files) {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        int inode = 1;
        for (Map.Entry<String, String> file : files.entrySet()) {
            entry(archive, inode++, FILE, file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
        }
        entry(archive, 0, 0, "TRAILER!!!", new byte[0]);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(archive.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    private static void entry(ByteArrayOutputStream out, int inode, int mode, String name, byte[] content) {
        String header = String.format(
                Locale.ROOT,
                "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x",
                inode,
                mode,
                0,
                0,
                1,
                0,
                content.length,
                0,
                0,
                0,
                0,
                name.length() + 1,
                0);
        out.writeBytes((header + name + "\0").getBytes(StandardCharsets.US_ASCII));
        align(out);
        out.writeBytes(content);
        align(out);
    }

    private static void align(ByteArrayOutputStream out) {
        while (out.size() % 4 != 0) {
            out.write(0);
        }
    }
}
