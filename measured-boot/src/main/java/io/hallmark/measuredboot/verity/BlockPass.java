package io.hallmark.measuredboot.verity;

import io.hallmark.measuredboot.measure.Progress;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One pass over equal blocks of a file that hashes them on all processors. Chunks are handed out in order of the file and
 * their digests taken in that order by the calling thread; a few chunks for each processor are in memory, however long
 * the file is.
 */
final class BlockPass {
    private static final int CHUNK = 1024 * 1024;

    /**
     * What is read at once. The system copies it twice on its way here; in pieces that stay in a processor's own cache
     * that costs a third of what it does in pieces of a whole chunk.
     */
    private static final int READ = 128 * 1024;

    private static final int CHUNKS_PER_THREAD = 2;

    /** Takes the digests of blocks, in order of the file. */
    @FunctionalInterface
    interface Taker {
        /** @param digests of {@code count} blocks from the block {@code first}, without gaps */
        void take(long first, byte[] digests, int count) throws IOException;
    }

    /**
     * Blocks of a file.
     *
     * @param name for messages
     * @param offset of the first, in bytes
     * @param count how many
     */
    record Blocks(FileChannel channel, String name, long offset, int size, long count) {}

    private final Blocks blocks;
    private final VerityParameters parameters;
    private final int perChunk;
    private final ThreadLocal<Worker> workers;

    private BlockPass(Blocks blocks, VerityParameters parameters) {
        this.blocks = blocks;
        this.parameters = parameters;
        this.perChunk = (int) Math.min(Math.max(1, CHUNK / blocks.size()), blocks.count());
        this.workers = ThreadLocal.withInitial(Worker::new);
    }

    /** Hashes all blocks with the algorithm and salt of {@code parameters}. */
    static void run(Blocks blocks, VerityParameters parameters, Taker taker, Progress progress) throws IOException {
        int threads =
                (int) Math.min(Runtime.getRuntime().availableProcessors(), 1 + blocks.count() * blocks.size() / CHUNK);
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "hallmark-verity");
            thread.setDaemon(true);
            return thread;
        });
        try {
            new BlockPass(blocks, parameters).run(pool, threads * CHUNKS_PER_THREAD, taker, progress);
        } finally {
            end(pool);
        }
    }

    private void run(ExecutorService pool, int most, Taker taker, Progress progress) throws IOException {
        Queue<Future<byte[]>> ahead = new ArrayDeque<>(most);
        long next = 0;
        for (long done = 0; done < blocks.count(); ) {
            while (next < blocks.count() && ahead.size() < most) {
                long first = next;
                ahead.add(pool.submit(() -> workers.get().hash(first, inChunk(first))));
                next += inChunk(first);
            }
            int count = inChunk(done);
            taker.take(done, get(ahead.remove()), count);
            done += count;
            progress.read(done * blocks.size(), blocks.count() * blocks.size());
        }
    }

    private int inChunk(long first) {
        return (int) Math.min(perChunk, blocks.count() - first);
    }

    private static byte[] get(Future<byte[]> digests) throws IOException {
        try {
            return digests.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the thread that reads it was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException("hashing blocks failed", e.getCause());
        }
    }

    /** Waits for the few chunks that are left after a failure; an interrupt would close the channel under its user. */
    private static void end(ExecutorService pool) {
        pool.shutdown();
        try {
            pool.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What one thread needs. */
    private final class Worker {
        private final int perRead = Math.min(Math.max(1, READ / blocks.size()), perChunk);
        private final byte[] buffer = new byte[perRead * blocks.size()];
        private final BlockHasher hasher = new BlockHasher(parameters);

        byte[] hash(long first, int count) throws IOException {
            int size = parameters.algorithm().size();
            byte[] digests = new byte[count * size];
            for (int done = 0; done < count; done += perRead) {
                hash(first + done, Math.min(perRead, count - done), digests, done * size);
            }
            return digests;
        }

        private void hash(long first, int count, byte[] digests, int at) throws IOException {
            int size = parameters.algorithm().size();
            long offset = blocks.offset() + first * blocks.size();
            read(blocks.channel(), blocks.name(), offset, buffer, count * blocks.size());
            for (int i = 0; i < count; i++) {
                hasher.hash(buffer, i * blocks.size(), blocks.size(), digests, at + i * size);
            }
        }
    }

    /** Reads bytes at an offset of a file, without a position that threads would share. */
    static void read(FileChannel channel, String name, long offset, byte[] target, int length) throws IOException {
        ByteBuffer view = ByteBuffer.wrap(target, 0, length);
        while (view.hasRemaining()) {
            if (channel.read(view, offset + view.position()) < 0) {
                throw new EOFException(name + " became shorter while it was read");
            }
        }
    }
}
