package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that appear when they are complete. */
final class OutputFile {
    private OutputFile() {}

    /**
     * Writes a file as a whole, or leaves what was there.
     *
     * @throws BaselinesException when it can't be written there
     */
    static void write(Path file, byte[] content) {
        Path target = file.toAbsolutePath();
        if (target.getFileName() == null || Files.isDirectory(target)) {
            throw new BaselinesException(file + " can't be written: it is a folder; name a file");
        }
        try {
            write(target, target.getFileName().toString(), content);
        } catch (IOException e) {
            throw new BaselinesException(
                    file + " can't be written: " + FileFailures.reason(e)
                            + "; name a file in a folder that is there and that you may write to",
                    e);
        }
    }

    private static void write(Path target, String name, byte[] content) throws IOException {
        Path part = Files.createTempFile(target.getParent(), name, ".part", UsualMode.ofFile(target));
        try {
            Files.write(part, content);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
