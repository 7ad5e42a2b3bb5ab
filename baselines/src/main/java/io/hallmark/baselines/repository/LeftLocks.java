package io.hallmark.baselines.repository;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.util.FS;

/**
 * Reference locks that a killed push left in a repository on this machine; on a server the server sees to them.
 *
 * <p>Git holds such a lock for milliseconds. One on a proposal's branch that is a minute old is removed.
 */
final class LeftLocks {
    private static final Duration STALE = Duration.ofMinutes(1);

    private LeftLocks() {}

    static Optional<Path> find(RemoteUrl url, String branch) {
        File gitDirectory = url.folder()
                .map(folder -> RepositoryCache.FileKey.resolve(folder.toFile(), FS.DETECTED))
                .orElse(null);
        return Optional.ofNullable(gitDirectory)
                .map(directory -> directory.toPath().resolve(Constants.R_HEADS + branch + ".lock"))
                .filter(Files::exists);
    }

    static void removeStale(RemoteUrl url, String branch) throws IOException {
        Optional<Path> lock = find(url, branch);
        try {
            if (lock.isPresent()
                    && Files.getLastModifiedTime(lock.get())
                            .toInstant()
                            .isBefore(Instant.now().minus(STALE))) {
                Files.deleteIfExists(lock.get());
            }
        } catch (NoSuchFileException e) {
            // Whoever held it has let go of it since, as it should be.
        }
    }
}
