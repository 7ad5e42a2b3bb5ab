package io.hallmark.baselines.initramfs;

import io.hallmark.measuredboot.io.RandomBytes;
import java.io.IOException;
import java.io.InputStream;

/** A part of a file from its first byte to its last, in order. */
final class PartStream extends InputStream {
    private static final int MOST_AT_ONCE = 64 * 1024;

    private final RandomBytes part;
    private long position;

    PartStream(RandomBytes part) {
        this.part = part;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == part.length()) {
            return -1;
        }
        int count = (int) Math.min(Math.min(length, MOST_AT_ONCE), part.length() - position);
        System.arraycopy(part.read(position, count), 0, buffer, offset, count);
        position += count;
        return count;
    }
}
