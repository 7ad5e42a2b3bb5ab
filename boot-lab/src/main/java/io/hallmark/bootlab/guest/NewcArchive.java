package io.hallmark.bootlab.guest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A cpio archive in the "newc" format, as the kernel unpacks it (Documentation/driver-api/early-userspace/buffer-format).
 * All entries belong to root and have one time stamp, so that the same content gives the same bytes.
 */
final class NewcArchive {
    private static final int FOLDER = 0040755;
    private static final int FILE = 0100644;
    private static final int PROGRAM = 0100755;
    private static final int TIME = 1_700_000_000;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int inode;

    NewcArchive folder(String name) {
        return entry(name, FOLDER, new byte[0]);
    }

    NewcArchive file(String name, byte[] content) {
        return entry(name, FILE, content);
    }

    NewcArchive program(String name, byte[] content) {
        return entry(name, PROGRAM, content);
    }

    byte[] finish() {
        inode = -1;
        entry("TRAILER!!!", 0, new byte[0]);
        return out.toByteArray();
    }

    private NewcArchive entry(String name, int mode, byte[] content) {
        inode++;
        byte[] path = (name + "\0").getBytes(StandardCharsets.UTF_8);
        // magic, then: inode, mode, uid, gid, links, time, size, device (2), special device (2), name size, checksum
        out.writeBytes("070701".getBytes(StandardCharsets.US_ASCII));
        for (int field : new int[] {inode, mode, 0, 0, 1, TIME, content.length, 0, 0, 0, 0, path.length, 0}) {
            out.writeBytes(String.format(Locale.ROOT, "%08X", field).getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes(path);
        pad();
        out.writeBytes(content);
        pad();
        return this;
    }

    private void pad() {
        while (out.size() % 4 != 0) {
            out.write(0);
        }
    }
}
