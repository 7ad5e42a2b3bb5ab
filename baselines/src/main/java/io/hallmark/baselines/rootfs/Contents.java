package io.hallmark.baselines.rootfs;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.digest.Hasher;
import io.hallmark.measuredboot.io.Printable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Reads contents of files once: all digests, and a copy where one is to be kept. Safe for use by several threads. */
final class Contents {
    private static final int BUFFER = 256 * 1024;

    private final String name;
    private final RootQuestion question;
    private final RootLimits limits;
    private final Path folder;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong keptBytes = new AtomicLong();
    private final Map<String, Path> kept = new ConcurrentHashMap<>();
    private final ThreadLocal<byte[]> buffers = ThreadLocal.withInitial(() -> new byte[BUFFER]);

    /** @param folder for what is kept */
    Contents(String name, RootQuestion question, RootLimits limits, Path folder) {
        this.name = name;
        this.question = question;
        this.limits = limits;
        this.folder = folder;
    }

    /** The digests that are wanted. */
    Set<Bank> banks() {
        return question.banks();
    }

    /** Whether anybody wants the content. */
    boolean wants(String path) {
        return question.keeps().test(path) || !question.banks().isEmpty();
    }

    /**
     * Takes the next bytes of a stream as the content of a file.
     *
     * @param size exactly so many
     */
    Digests take(String path, InputStream in, long size) throws IOException {
        try (Sink sink = open(path, size, question.banks())) {
            byte[] buffer = buffers.get();
            for (long left = size; left > 0; ) {
                int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (count < 0) {
                    throw new EOFException(Printable.line(path) + " ends " + left + " bytes too early");
                }
                sink.write(buffer, 0, count);
                left -= count;
            }
            return sink.digests();
        }
    }

    /**
     * A stream that takes the content of a file.
     *
     * @param size of the content
     * @param banks those to compute here
     */
    Sink open(String path, long size, Set<Bank> banks) throws IOException {
        if (bytes.addAndGet(size) > limits.bytes() || size > limits.bytes()) {
            throw new BaselinesException(name + ": the files are more than " + limits.bytes() + " bytes, with "
                    + Printable.line(path) + " of " + size);
        }
        Optional<OutputStream> copy = question.keeps().test(path) ? Optional.of(keep(path, size)) : Optional.empty();
        return new Sink(banks, copy);
    }

    Map<String, Path> kept() {
        return kept;
    }

    /** Forgets the copy of a file that another one of the same name has replaced. */
    void replaced(String path) {
        kept.remove(path);
    }

    /**
     * Other names of a file: its copy is theirs, too.
     *
     * @throws BaselinesException when a copy is wanted by such a name alone, and the content is gone
     */
    void same(String path, Iterable<String> names) {
        Path copy = kept.get(path);
        for (String other : names) {
            if (question.keeps().test(other)) {
                if (copy == null) {
                    throw new BaselinesException(name + ": " + Printable.line(other) + " is a hard link to "
                            + Printable.line(path) + ", whose content was not kept; make the image without that link");
                }
                kept.put(other, copy);
            }
        }
    }

    private OutputStream keep(String path, long size) throws IOException {
        if (keptBytes.addAndGet(size) > limits.keptBytes()) {
            throw new BaselinesException(name + ": " + Printable.line(path) + " has " + size + " bytes, and more than "
                    + limits.keptBytes() + " are not kept");
        }
        Path file = Files.createTempFile(folder, "kept", "");
        kept.put(path, file);
        return Files.newOutputStream(file);
    }

    /** Takes one content. */
    static final class Sink extends OutputStream {
        private final Hasher hasher;
        private final Optional<OutputStream> copy;

        private Sink(Set<Bank> banks, Optional<OutputStream> copy) {
            this.hasher = new Hasher(banks);
            this.copy = copy;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] data, int offset, int length) throws IOException {
            hasher.update(data, offset, length);
            if (copy.isPresent()) {
                copy.get().write(data, offset, length);
            }
        }

        /** Of all that was written. */
        Digests digests() {
            return hasher.finish();
        }

        @Override
        public void close() throws IOException {
            if (copy.isPresent()) {
                copy.get().close();
            }
        }
    }
}
