package io.hallmark.measuredboot.initramfs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The compressed bytes of one member, found by the lengths that the format writes before its blocks, so that a
 * decompressor that reads ahead can't swallow what follows.
 */
abstract class Frame extends InputStream {
    private final Source source;
    private long left;
    private boolean ended;

    Frame(Source source) {
        this.source = source;
    }

    /** How many bytes the next header or block has; 0 at the end of the member. */
    abstract long next() throws IOException;

    /** The next bytes, all of them. */
    final ByteBuffer ahead(int count) throws IOException {
        byte[] bytes = source.peek(count);
        if (bytes.length < count) {
            throw new EOFException("compressed data end in the middle");
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    final boolean atEnd(int count) throws IOException {
        return source.peek(count).length < count;
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public final int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            left = next();
            ended = left == 0;
        }
        if (ended) {
            return -1;
        }
        int count = source.read(into, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("compressed data end in the middle");
        }
        left -= count;
        return count;
    }
}
