package io.hallmark.baselines.source;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.io.ProcessLock;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Hasher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * Files by their SHA-256: {@code <cache>/sha256/<hex>}. A file gets its name only after its digest was right; processes
 * that want the same one wait for each other. What a killed process left is written over.
 */
final class ContentStore {
    private static final int BLOCK = 1 << 20;

    private final Path folder;

    ContentStore(Path cacheDirectory) {
        this.folder = cacheDirectory.toAbsolutePath().resolve("sha256");
    }

    /** Where bytes come from that are to be stored. */
    @FunctionalInterface
    interface Source {
        void writeTo(Sink sink) throws IOException;
    }

    /**
     * The stored file, got from the source when it is not here or was changed.
     *
     * @param from what to call the source
     * @param limit in bytes
     */
    Path get(String sha256, String from, long limit, Source source) {
        Path file = folder.resolve(sha256);
        try {
            return ProcessLock.holding(folder.resolve(sha256 + ".lock"), () -> {
                if (!isGood(file, sha256)) {
                    fetch(file, sha256, from, limit, source);
                }
                return file;
            });
        } catch (IOException e) {
            throw new BaselinesException(
                    from + " can't be fetched: " + reason(e)
                            + "; check the address and that it can be reached from here",
                    e);
        }
    }

    /** The stored file, if it is here. */
    Optional<Path> find(String sha256) {
        Path file = folder.resolve(sha256);
        return Files.exists(file) && isVerified(file, sha256) ? Optional.of(file) : Optional.empty();
    }

    /**
     * Whether a file, wherever it is, has that digest; one that was found right is read again only after it changed.
     */
    boolean isVerified(Path file, String sha256) {
        try {
            Files.createDirectories(folder);
            return ProcessLock.holding(folder.resolve(sha256 + ".lock"), () -> isGood(file, sha256));
        } catch (IOException e) {
            throw new BaselinesException(file + " can't be read: " + reason(e) + "; check its permissions", e);
        }
    }

    private boolean isGood(Path file, String sha256) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        VerifiedMark mark = mark(file, sha256);
        if (mark.covers(file)) {
            return true;
        }
        boolean good = digest(file).equals(sha256);
        if (good) {
            mark.set(file);
        }
        return good;
    }

    private void fetch(Path file, String sha256, String from, long limit, Source source) throws IOException {
        Path part = folder.resolve(sha256 + ".part");
        try {
            try (Sink sink = new Sink(part, limit)) {
                source.writeTo(sink);
                if (!sink.finish().equals(sha256)) {
                    // Not which: whoever writes URLs into an image repository must not learn what else this machine
                    // reads.
                    throw new BaselinesException(from + " has not the SHA-256 " + sha256
                            + ": if the new content is wanted, fetch it, look at it"
                            + " and write its digest down, else find out who changed it");
                }
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            mark(file, sha256).set(file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private VerifiedMark mark(Path file, String sha256) {
        boolean own = file.startsWith(folder);
        return new VerifiedMark(folder.resolve(sha256 + (own ? ".verified" : ".elsewhere")));
    }

    private static String digest(Path file) throws IOException {
        Hasher hasher = new Hasher(List.of(Bank.SHA256));
        byte[] block = new byte[BLOCK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                hasher.update(block, 0, n);
            }
        }
        return hasher.finish().in(Bank.SHA256).orElseThrow().hex();
    }

    static void copy(Path file, Sink sink) throws IOException {
        sink.announce(Files.size(file));
        byte[] block = new byte[BLOCK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                sink.write(ByteBuffer.wrap(block, 0, n));
            }
        }
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
