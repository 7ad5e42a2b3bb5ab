package io.hallmark.measuredboot.initramfs;

import io.hallmark.measuredboot.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Images for tests. */
final class Archives {
    /** The uncompressed archive before the initrd of the recordings with two initrds: 1024 bytes, made by GNU cpio. */
    static final byte[] MICROCODE = padded(HexFormat.of()
            .parseHex("3037303730313030303030303030303030303431454430303030303030303030303030303030303030303030"
                    + "3033363535334631303030303030303030303030303030303030303030303030303030303030303030303030"
                    + "303030303030303030303030303730303030303030306b65726e656c00000000303730373031303030303030"
                    + "3031303030303431454430303030303030303030303030303030303030303030303336353533463130303030"
                    + "3030303030303030303030303030303030303030303030303030303030303030303030303030303030303030"
                    + "304230303030303030306b65726e656c2f783836000000003037303730313030303030303032303030303431"
                    + "4544303030303030303030303030303030303030303030303032363535334631303030303030303030303030"
                    + "3030303030303030303030303030303030303030303030303030303030303030303030303135303030303030"
                    + "30306b65726e656c2f7838362f6d6963726f636f646500003037303730313030303030303033303030303831"
                    + "4134303030303030303030303030303030303030303030303031363535334631303030303030303031343030"
                    + "3030303030303030303030303030303030303030303030303030303030303030303030303236303030303030"
                    + "30306b65726e656c2f7838362f6d6963726f636f64652f47656e75696e65496e74656c2e62696e006e6f7420"
                    + "7265616c6c79206d6963726f636f646530373037303130303030303030303030303030303030303030303030"
                    + "3030303030303030303030303030303030313030303030303030303030303030303030303030303030303030"
                    + "3030303030303030303030303030303030303030303030303030303030423030303030303030545241494c45"
                    + "52212121"));

    private Archives() {}

    static List<Entry> read(byte[] image, Decompressor... decompressors) {
        return read(image, Limits.DEFAULT, decompressors);
    }

    static List<Entry> read(byte[] image, Limits limits, Decompressor... decompressors) {
        List<Entry> entries = new ArrayList<>();
        Initramfs.read(
                "initrd.img", new java.io.ByteArrayInputStream(image), List.of(decompressors), limits, entries::add);
        return entries;
    }

    /** An archive with one file in it, and its trailer. */
    static byte[] archive(String name, String content) {
        return concat(entry("070701", name, 0100644, content, 0), trailer());
    }

    static byte[] trailer() {
        return entry("070701", "TRAILER!!!", 0, "", 0);
    }

    static byte[] entry(String magic, String name, int mode, String content, int checksum) {
        return entry(magic, name.getBytes(StandardCharsets.UTF_8), mode, content, checksum);
    }

    static byte[] entry(String magic, byte[] name, int mode, String content, int checksum) {
        byte[] body = content.getBytes(StandardCharsets.UTF_8);
        String header = String.format(
                "%s%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x",
                magic, 1, mode, 0, 0, 1, 0, body.length, 0, 0, 0, 0, name.length + 1, checksum);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(name);
        out.write(0);
        align(out);
        out.writeBytes(body);
        align(out);
        return out.toByteArray();
    }

    static byte[] gzip(byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** A decompressor that hands all it is given to a program. */
    static Decompressor program(Path folder, Compression compression, String... command) {
        return new Decompressor() {
            @Override
            public boolean recognises(byte[] start) {
                return Compression.of(start).equals(java.util.Optional.of(compression));
            }

            @Override
            public InputStream open(InputStream in) throws IOException {
                return new java.io.ByteArrayInputStream(Tool.run(folder, in.readAllBytes(), command));
            }
        };
    }

    private static byte[] padded(byte[] archive) {
        return java.util.Arrays.copyOf(archive, 1024);
    }

    private static void align(ByteArrayOutputStream out) {
        while (out.size() % 4 != 0) {
            out.write(0);
        }
    }
}
