package io.hallmark.baselines.initramfs;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Some decompressors answer damaged data with an unchecked exception; whoever reads foreign data expects a checked one. */
final class GuardedInputStream extends FilterInputStream {
    GuardedInputStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (RuntimeException e) {
            throw damaged(e);
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return super.read(buffer, offset, length);
        } catch (RuntimeException e) {
            throw damaged(e);
        }
    }

    @Override
    public long skip(long count) throws IOException {
        try {
            return super.skip(count);
        } catch (RuntimeException e) {
            throw damaged(e);
        }
    }

    private static IOException damaged(RuntimeException e) {
        return new IOException("damaged data: " + e.getMessage(), e);
    }
}
