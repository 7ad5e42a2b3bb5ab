package io.hallmark.baselines.source;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.io.ConfinedPath;
import io.hallmark.baselines.io.SafeUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** An image repository on disk. It is only read. */
public final class WorkingTree {
    private final Path root;
    private final Optional<GitFacts> git;

    private record GitFacts(
            Optional<String> commit,
            Optional<Instant> commitTime,
            Optional<String> remoteUrl,
            Optional<String> lfsUrl,
            Path lfsStorage) {}

    private WorkingTree(Path root, Optional<GitFacts> git) {
        this.root = root;
        this.git = git;
    }

    /**
     * Opens a folder, which need not be in a Git repository, nor be the root of one.
     *
     * @throws BaselinesException when it is no folder, or Git's files in it are damaged
     */
    public static WorkingTree open(Path root) {
        Path real;
        try {
            real = root.toRealPath();
        } catch (IOException e) {
            throw new BaselinesException(root + ": no such folder: give the path of the image repository", e);
        }
        if (!Files.isDirectory(real)) {
            throw new BaselinesException(root + " is no folder: give the path of the image repository");
        }
        FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(real.toFile());
        if (builder.getGitDir() == null) {
            return new WorkingTree(real, Optional.empty());
        }
        try (Repository repository = builder.build()) {
            return new WorkingTree(real, Optional.of(facts(repository)));
        } catch (IOException e) {
            throw new BaselinesException(
                    "the Git repository " + builder.getGitDir() + " can't be read: " + e.getMessage()
                            + "; try 'git status' there",
                    e);
        }
    }

    private static GitFacts facts(Repository repository) throws IOException {
        ObjectId head = repository.resolve(Constants.HEAD);
        Optional<Instant> time = Optional.empty();
        if (head != null) {
            try (RevWalk walk = new RevWalk(repository)) {
                time = Optional.of(Instant.ofEpochSecond(walk.parseCommit(head).getCommitTime()));
            }
        }
        return new GitFacts(
                Optional.ofNullable(head).map(ObjectId::name),
                time,
                Remotes.url(repository),
                Remotes.lfsUrl(repository),
                Remotes.lfsStorage(repository));
    }

    /** The folder, without symbolic links. */
    public Path root() {
        return root;
    }

    /** The full id of the commit that is checked out; empty outside of a repository and before the first commit. */
    public Optional<String> commit() {
        return git.flatMap(GitFacts::commit);
    }

    /** When that commit was made. */
    public Optional<Instant> commitTime() {
        return git.flatMap(GitFacts::commitTime);
    }

    /** The URL of {@code origin}, or of the only remote, without credentials. */
    public Optional<String> remoteUrl() {
        return git.flatMap(GitFacts::remoteUrl).map(SafeUrl::of);
    }

    /**
     * The plain file at a path. Symbolic links are followed as long as every step stays in the folder.
     *
     * @param path relative, with slashes
     * @return the file's path without symbolic links
     * @throws BaselinesException when the path or a link leaves the folder or enters {@code .git}, nothing is there, or
     *     it is not a plain file
     */
    public Path resolve(String path) {
        return new ConfinedPath(root).resolve(path);
    }

    /** The remote's URL with all that is in it. */
    Optional<String> fullRemoteUrl() {
        return git.flatMap(GitFacts::remoteUrl);
    }

    /** Where Git LFS was told that its server is. */
    Optional<String> lfsUrl() {
        return git.flatMap(GitFacts::lfsUrl);
    }

    /** Where Git LFS keeps files on this machine, for all work trees of the repository. */
    Optional<Path> lfsStorage() {
        return git.map(GitFacts::lfsStorage);
    }
}
