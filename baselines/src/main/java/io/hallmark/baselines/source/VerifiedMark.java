package io.hallmark.baselines.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A note that a file was digested and found right: its path, size and modification time then. As long as these are the
 * same, the file counts as unchanged and is not read again for it. This is against accidents; whoever may write to the
 * cache may write the note as well.
 */
final class VerifiedMark {
    private final Path mark;

    VerifiedMark(Path mark) {
        this.mark = mark;
    }

    boolean covers(Path file) {
        try {
            return Files.readString(mark).equals(describe(file));
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    void set(Path file) throws IOException {
        Path part = mark.resolveSibling(mark.getFileName() + ".part");
        Files.writeString(part, describe(file), StandardCharsets.UTF_8);
        Files.move(part, mark, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String describe(Path file) throws IOException {
        return Files.size(file) + " " + Files.getLastModifiedTime(file).toInstant() + " " + file + "\n";
    }
}
