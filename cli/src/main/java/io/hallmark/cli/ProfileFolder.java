package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** The folder of a hardware profile in a working tree of the baselines repository: it appears whole, or not at all. */
final class ProfileFolder {
    private final Path tree;
    private final Path folder;

    /** @param name one that can be in a path */
    ProfileFolder(Path tree, String name) {
        this.tree = tree;
        this.folder = tree.resolve("hardware").resolve(name);
    }

    Path path() {
        return folder;
    }

    /**
     * Writes the folder. It is made in {@code .hallmark/}, which belongs to no profile and which Git is told to pass over:
     * what a killed run leaves there is neither checked nor committed.
     *
     * @param files by name
     * @throws BaselinesException when there is such a folder already
     * @throws IOException when it can't be written
     */
    void write(Map<String, byte[]> files) throws IOException {
        refuseExisting();
        Path scratch = Files.createDirectories(tree.resolve(".hallmark"));
        Path part = Files.createTempDirectory(scratch, "profile-", UsualMode.ofFolder(scratch));
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(part.resolve(file.getKey()), file.getValue());
            }
            Files.createDirectories(folder.getParent());
            move(part);
        } finally {
            remove(part, files.keySet());
        }
    }

    private void move(Path part) throws IOException {
        try {
            Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new BaselinesException(
                    folder + " can't be written as a whole: it lies on another file system than " + tree
                            + "; work on a clone on one file system",
                    e);
        } catch (IOException e) {
            // Somebody else was faster; what the system calls that differs.
            refuseExisting();
            throw e;
        }
    }

    private void refuseExisting() {
        if (Files.exists(folder)) {
            throw new BaselinesException(folder + " exists: remove it first, or choose another name");
        }
    }

    /** What is left of a write that failed; nothing once the folder is in its place. */
    private static void remove(Path part, Iterable<String> names) throws IOException {
        for (String name : names) {
            Files.deleteIfExists(part.resolve(name));
        }
        Files.deleteIfExists(part);
    }
}
