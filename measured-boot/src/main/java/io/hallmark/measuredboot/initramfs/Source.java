package io.hallmark.measuredboot.initramfs;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.Inflater;

/** The bytes of an image, with a look ahead and the offset of the next one. */
final class Source extends InputStream {
    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private int position;
    private int limit;
    private long consumed;

    Source(InputStream in) {
        this.in = in;
    }

    long offset() {
        return consumed;
    }

    /** The next bytes without taking them; fewer at the end of the image. */
    byte[] peek(int count) throws IOException {
        if (limit - position < count) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
            while (limit < count) {
                int read = readMore();
                if (read < 0) {
                    break;
                }
                limit += read;
            }
        }
        return Arrays.copyOfRange(buffer, position, Math.min(limit, position + count));
    }

    private int readMore() throws IOException {
        try {
            return in.read(buffer, limit, buffer.length - limit);
        } catch (RuntimeException e) {
            // Decompressors say by many kinds of exceptions that the data are damaged.
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Passes over zeros.
     *
     * @param most no more of them
     * @return how many it were
     */
    int skipZeros(int most) throws IOException {
        int zeros = 0;
        while (zeros < most && peek(1).length > 0 && buffer[position] == 0) {
            int from = position;
            while (position < limit && buffer[position] == 0 && zeros + position - from < most) {
                position++;
            }
            zeros += position - from;
            consumed += position - from;
        }
        return zeros;
    }

    /** Lets an inflater look at what is buffered; what it used is then taken with {@link #take}. */
    int offerTo(Inflater inflater) throws IOException {
        if (peek(1).length == 0) {
            return 0;
        }
        inflater.setInput(buffer, position, limit - position);
        return limit - position;
    }

    void take(int count) {
        position += count;
        consumed += count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (peek(1).length == 0) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, into, offset, count);
        take(count);
        return count;
    }
}
