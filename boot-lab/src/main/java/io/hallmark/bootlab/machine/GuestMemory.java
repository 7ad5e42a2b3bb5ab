package io.hallmark.bootlab.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A guest's memory, in which the event log is looked for while it boots: the kernel overwrites the log soon after it has
 * taken over, so the longest sound copy that was seen is kept.
 */
final class GuestMemory implements AutoCloseable {
    private static final int CHUNK = 1 << 20;
    private static final int LARGEST_LOG = 256 << 10;
    /** Firmware allocates from the top of memory. */
    private static final long SEARCHED = 256L << 20;

    private static final long SEARCH_EVERY = TimeUnit.SECONDS.toNanos(1);

    private final FileChannel memory;
    private final List<Long> found = new ArrayList<>();
    private long searched = System.nanoTime();
    private byte[] longest = new byte[0];

    /** @param file that is QEMU's memory backend */
    GuestMemory(Path file) {
        try {
            memory = FileChannel.open(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Looks at the log as it is now. */
    void look() {
        try {
            if (found.isEmpty() && System.nanoTime() - searched > SEARCH_EVERY) {
                search();
                searched = System.nanoTime();
            }
            for (long start : found) {
                byte[] area = read(start, LARGEST_LOG);
                int length = LogFinder.length(area);
                if (length > longest.length) {
                    longest = Arrays.copyOf(area, length);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<byte[]> longestLog() {
        return longest.length == 0 ? Optional.empty() : Optional.of(longest);
    }

    private void search() throws IOException {
        for (long at = Math.max(0, memory.size() - SEARCHED); at < memory.size(); at += CHUNK) {
            byte[] chunk = read(at, CHUNK);
            for (int page = 0; page < chunk.length; page += LogFinder.PAGE) {
                if (LogFinder.begins(chunk, page)) {
                    found.add(at + page);
                }
            }
        }
    }

    private byte[] read(long start, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && memory.read(buffer, start + buffer.position()) >= 0) {
            continue;
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    @Override
    public void close() {
        try {
            memory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
