package io.hallmark.baselines.source;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Hasher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Takes bytes into a file and digests them on the way, up to a limit. */
final class Sink implements AutoCloseable {
    private final FileChannel file;
    private final long limit;
    private final Hasher hasher = new Hasher(List.of(Bank.SHA256));
    private volatile long count;

    Sink(Path path, long limit) throws IOException {
        this.file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        this.limit = limit;
    }

    /** @throws TooLarge when it is known beforehand that the bytes are too many */
    void announce(long size) throws TooLarge {
        if (size > limit) {
            throw new TooLarge(limit);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others only read
    void write(ByteBuffer bytes) throws IOException {
        if (bytes.remaining() > limit - count) {
            throw new TooLarge(limit);
        }
        byte[] block = new byte[bytes.remaining()];
        bytes.duplicate().get(block);
        hasher.update(block);
        count += block.length;
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /** How many bytes came so far; may be asked from another thread. */
    long count() {
        return count;
    }

    /** Ends the file, safe on the disk, and gives its SHA-256 in hex. */
    String finish() throws IOException {
        file.force(true);
        return hasher.finish().in(Bank.SHA256).orElseThrow().hex();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(long limit) {
            super("it has more than " + limit + " bytes");
        }
    }
}
