package io.hallmark.measuredboot.initramfs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * One gzip member (RFC 1952). {@link java.util.zip.GZIPInputStream} joins members and takes bytes that follow the last
 * one; Linux goes on after the member with whatever comes next.
 */
final class GzipMember extends InputStream {
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final Source source;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private boolean ended;

    GzipMember(Source source) throws IOException {
        this.source = source;
        need(2);
        if (need(1) != 8) {
            throw new IOException("gzip data with another method than deflate");
        }
        int flags = need(1);
        for (int i = 0; i < 6; i++) {
            need(1);
        }
        if ((flags & EXTRA) != 0) {
            for (int left = need(1) | need(1) << 8; left > 0; left--) {
                need(1);
            }
        }
        skipText((flags & NAME) != 0);
        skipText((flags & COMMENT) != 0);
        if ((flags & HEADER_CRC) != 0) {
            need(2);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        try {
            int count = 0;
            while (count == 0 && !inflater.finished()) {
                int offered = source.offerTo(inflater);
                count = inflater.inflate(into, offset, length);
                source.take(offered - inflater.getRemaining());
                if (count == 0 && !inflater.finished() && (offered == 0 || inflater.needsDictionary())) {
                    throw new EOFException("gzip data end in the middle");
                }
            }
            crc.update(into, offset, count);
            if (count == 0) {
                end();
                return -1;
            }
            return count;
        } catch (DataFormatException e) {
            throw new IOException("damaged gzip data", e);
        }
    }

    @Override
    public void close() {
        inflater.end();
    }

    private void end() throws IOException {
        ended = true;
        if (word() != crc.getValue()) {
            throw new IOException("gzip data with a wrong checksum");
        }
        if (word() != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
            throw new IOException("gzip data with a wrong length");
        }
    }

    private long word() throws IOException {
        return need(1) | need(1) << 8 | need(1) << 16 | (long) need(1) << 24;
    }

    private void skipText(boolean present) throws IOException {
        while (present && need(1) != 0) {
            continue;
        }
    }

    /** Takes bytes and gives the last one. */
    private int need(int count) throws IOException {
        int last = 0;
        for (int i = 0; i < count; i++) {
            last = source.read();
            if (last < 0) {
                throw new EOFException("gzip data end in the middle");
            }
        }
        return last;
    }
}
