package io.hallmark.baselines.io;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An exclusive lock on a file, between threads and between processes. The operating system releases it when the process
 * dies, so that a killed process leaves nothing to clean up; the empty lock file itself stays.
 */
public final class ProcessLock {
    private static final System.Logger LOG = System.getLogger(ProcessLock.class.getName());

    // The JDK's file locks are held by the process: between its threads they only throw.
    private static final ConcurrentMap<Path, ReentrantLock> IN_THIS_PROCESS = new ConcurrentHashMap<>();

    private final ReentrantLock threads;
    private final FileChannel channel;

    private ProcessLock(ReentrantLock threads, FileChannel channel) {
        this.threads = threads;
        this.channel = channel;
    }

    /** What is done while holding a lock. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /**
     * Waits until nobody else holds the lock, and holds it while the work is done. The work must not ask for it again.
     *
     * @param file made with its folders when it is missing
     * @throws BaselinesException when the file can't be made or the thread is interrupted
     */
    public static <T, E extends Exception> T holding(Path file, Work<T, E> work) throws E {
        ProcessLock lock = acquire(file);
        try {
            return work.run();
        } finally {
            lock.release();
        }
    }

    private static ProcessLock acquire(Path file) {
        Path path = file.toAbsolutePath().normalize();
        ReentrantLock threads = IN_THIS_PROCESS.computeIfAbsent(path, p -> new ReentrantLock());
        try {
            threads.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BaselinesException("interrupted while waiting for " + path, e);
        }
        FileChannel channel = null;
        try {
            Files.createDirectories(path.getParent());
            channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                LOG.log(System.Logger.Level.INFO, "waiting for another process that holds {0}", path);
                channel.lock();
            }
            return new ProcessLock(threads, channel);
        } catch (IOException | RuntimeException e) {
            closeQuietly(channel);
            threads.unlock();
            throw new BaselinesException(
                    "can't lock " + path + ": " + e + "; make the cache directory writable or choose another", e);
        }
    }

    private void release() {
        closeQuietly(channel);
        threads.unlock();
    }

    private static void closeQuietly(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "closing a lock file failed", e);
            }
        }
    }
}
