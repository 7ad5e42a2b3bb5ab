package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/**
 * The commit that was published last from this machine, in a file beside the clone. Whoever may push to the repository
 * can't change it, other than receipts.
 */
final class PublishedHere {
    private final Path file;

    PublishedHere(Path cacheDirectory, RemoteUrl url) {
        this.file = cacheDirectory.toAbsolutePath().resolve("published").resolve(url.key());
    }

    /** @throws BaselinesException when the file is damaged: without it a branch that was set back would not be noticed */
    Optional<String> last() {
        try {
            String commit = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (!CommitId.isFull(commit)) {
                throw new BaselinesException(
                        file + " is damaged: it has to hold the id of the commit that was published"
                                + " last; find that in the receipts and put it there");
            }
            return Optional.of(commit);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new BaselinesException(file + " can't be read: " + e.getMessage() + "; make it readable", e);
        }
    }

    /** Replaces it at one stroke. */
    void set(String commit) {
        try {
            Files.createDirectories(file.getParent());
            // Not a temporary file, which only its owner may read: others may publish from this machine as well.
            Path beside = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".new");
            try {
                Files.writeString(beside, commit + "\n", StandardCharsets.US_ASCII);
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new BaselinesException(
                    "what is published can't be noted in " + file + ": " + e.getMessage() + "; make it writable", e);
        }
    }
}
