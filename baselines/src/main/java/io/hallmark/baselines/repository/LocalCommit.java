package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** A commit of the repository whose work tree lies in a folder, also one that no branch of it has. Closes that repository. */
public final class LocalCommit implements AutoCloseable {
    private final Repository repository;
    private final Snapshot snapshot;

    private LocalCommit(Repository repository, Snapshot snapshot) {
        this.repository = repository;
        this.snapshot = snapshot;
    }

    /**
     * @param folder the root of a work tree
     * @param id all 40 hex digits
     * @throws BaselinesException when the folder is not that, or its repository does not have the commit
     */
    public static LocalCommit open(Path folder, String id) {
        FileRepositoryBuilder builder =
                new FileRepositoryBuilder().findGitDir(folder.toAbsolutePath().toFile());
        if (builder.getGitDir() == null) {
            throw new BaselinesException(folder + " is in no Git repository, so it has no commit " + id);
        }
        try {
            Repository repository = builder.build();
            try {
                return new LocalCommit(repository, snapshot(repository, folder, id));
            } catch (IOException | RuntimeException e) {
                repository.close();
                throw e;
            }
        } catch (IOException e) {
            throw new BaselinesException(
                    "the Git repository " + builder.getGitDir() + " can't be read: " + e.getMessage()
                            + "; try 'git status' there",
                    e);
        }
    }

    private static Snapshot snapshot(Repository repository, Path folder, String id) throws IOException {
        if (!CommitId.isFull(id)) {
            throw new BaselinesException("'" + id + "' is no commit id: give all 40 hex digits");
        }
        if (repository.isBare()
                || !repository.getWorkTree().toPath().toRealPath().equals(folder.toRealPath())) {
            throw new BaselinesException(folder + " is not the root of a Git work tree: give the root's path");
        }
        try (RevWalk walk = new RevWalk(repository)) {
            return new Snapshot(repository, folder.toString(), walk.parseCommit(ObjectId.fromString(id)));
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            throw new BaselinesException(
                    "the Git repository of " + folder + " has no commit " + id + ": fetch it, with its history", e);
        }
    }

    /** Its files; to be read until this is closed. */
    public Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public void close() {
        repository.close();
    }
}
