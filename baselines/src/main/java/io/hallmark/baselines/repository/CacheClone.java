package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.io.ProcessLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.TrackingRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FileUtils;

/**
 * A bare clone of the remote repository in the cache directory, shared by all processes of the user.
 *
 * <p>It is made beside its place and renamed, so that a folder of that name is a whole clone. References change only
 * under the process lock; therefore a reference lock that is found while holding it was left by a killed process. A
 * clone that can't follow the remote any more is thrown away and made anew: it holds nothing that the remote has not.
 */
final class CacheClone implements AutoCloseable {
    private static final String TRACKING = Constants.R_REMOTES + "origin/";
    private static final RefSpec BRANCHES = new RefSpec("+" + Constants.R_HEADS + "*:" + TRACKING + "*");

    // JGit asks a remote for its HEAD only while the own one is unborn; nothing is ever put on this branch.
    private static final String UNBORN = Constants.R_HEADS + "never-born";

    private final Connections connections;
    private final Path place;
    private final Path lockFile;
    private final Steps steps;
    private final Repository repository;
    private volatile Optional<String> remoteHead = Optional.empty();

    CacheClone(Connections connections, Path cacheDirectory, Steps steps) {
        this.connections = connections;
        this.steps = steps;
        Path folder = cacheDirectory.toAbsolutePath().resolve("repositories");
        this.place = folder.resolve(connections.url().key() + ".git");
        this.lockFile = folder.resolve(connections.url().key() + ".lock");
        try {
            this.repository = holdingLock(this::openOrCreate);
        } catch (IOException | JGitInternalException e) {
            throw RemoteFailure.of("reading", connections.url(), e);
        }
    }

    RemoteUrl url() {
        return connections.url();
    }

    Repository repository() {
        return repository;
    }

    <T, E extends Exception> T holdingLock(ProcessLock.Work<T, E> work) throws E {
        return ProcessLock.holding(lockFile, work);
    }

    /** The branch that the remote's HEAD points to, if that branch exists. */
    Optional<String> remoteHead() {
        return remoteHead;
    }

    /** The newest state of a branch that was fetched. */
    Optional<Ref> branch(String name) {
        try {
            return Optional.ofNullable(repository.exactRef(TRACKING + name));
        } catch (IOException e) {
            throw new BaselinesException("the cache " + place + " can't be read: " + e.getMessage() + "; delete it", e);
        }
    }

    List<String> branches() {
        try {
            return repository.getRefDatabase().getRefsByPrefix(TRACKING).stream()
                    .map(ref -> ref.getName().substring(TRACKING.length()))
                    .toList();
        } catch (IOException e) {
            throw new BaselinesException("the cache " + place + " can't be read: " + e.getMessage() + "; delete it", e);
        }
    }

    /** @throws BaselinesException when no branch has such a commit */
    Snapshot snapshot(ObjectId commit) {
        try (RevWalk walk = new RevWalk(repository)) {
            return new Snapshot(repository, url().shown(), walk.parseCommit(commit));
        } catch (IOException e) {
            throw new BaselinesException(
                    "no commit " + commit.name() + " on any branch of " + url().shown()
                            + ": check the id and that it is pushed",
                    e);
        }
    }

    /** Whether there is such a commit, on a branch or from when it was on one. */
    boolean has(ObjectId commit) {
        try (RevWalk walk = new RevWalk(repository)) {
            walk.parseCommit(commit);
            return true;
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return false;
        } catch (IOException e) {
            throw new BaselinesException("the cache " + place + " can't be read: " + e.getMessage() + "; delete it", e);
        }
    }

    /** Brings all branches to the state of the remote. */
    void refresh() {
        refresh(List.of(BRANCHES));
    }

    /** The same, with the tags and notes that approvals are in. */
    void refreshWithApprovals() {
        List<RefSpec> all = new ArrayList<>(ApprovalRefs.ALL);
        all.add(BRANCHES);
        refresh(all);
    }

    private void refresh(List<RefSpec> refs) {
        try {
            holdingLock(() -> {
                fetch(repository, refs);
                return repository;
            });
        } catch (IOException | JGitInternalException e) {
            throw RemoteFailure.of("fetching from", connections.url(), e);
        }
    }

    private Repository openOrCreate() throws IOException {
        Optional<Repository> kept = reuse();
        return kept.isPresent() ? kept.get() : create();
    }

    private Optional<Repository> reuse() throws IOException {
        if (!RepositoryCache.FileKey.isGitRepository(place.toFile(), FS.DETECTED)) {
            return Optional.empty();
        }
        Repository existing;
        try {
            existing = open(place);
        } catch (IOException e) {
            return Optional.empty();
        }
        try {
            fetch(existing, List.of(BRANCHES));
            return Optional.of(existing);
        } catch (IOException | RuntimeException e) {
            boolean good = !(e instanceof CacheCheck.Stuck) && CacheCheck.isIntact(existing);
            existing.close();
            if (good) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private Repository create() throws IOException {
        Path partial = place.resolveSibling(place.getFileName() + ".partial");
        delete(partial);
        delete(place);
        try (Repository clone = open(partial)) {
            clone.create(true);
            steps.reached("clone: initialised");
            configure(clone);
            fetch(clone, List.of(BRANCHES));
        } catch (IOException | RuntimeException e) {
            delete(partial);
            throw e;
        }
        steps.reached("clone: complete");
        Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE);
        steps.reached("clone: in place");
        return open(place);
    }

    private void configure(Repository clone) throws IOException {
        StoredConfig config = clone.getConfig();
        // Background work would go on without the lock, and the user's own hooks are not meant for this clone.
        config.setBoolean("gc", null, "autoDetach", false);
        config.setString("core", null, "hooksPath", place.resolve("hooks").toString());
        config.save();
        clone.updateRef(Constants.HEAD).link(UNBORN);
    }

    private void fetch(Repository into, List<RefSpec> refs) throws IOException {
        CacheCheck.removeStaleLocks(into.getDirectory().toPath());
        try (Transport transport = connections.open(into)) {
            transport.setTagOpt(TagOpt.NO_TAGS);
            transport.setRemoveDeletedRefs(true);
            FetchResult result = transport.fetch(new StepMonitor(steps, "fetch"), refs);
            for (TrackingRefUpdate update : result.getTrackingRefUpdates()) {
                CacheCheck.requireDone(update, into);
            }
            remoteHead = Optional.ofNullable(result.getAdvertisedRef(Constants.HEAD))
                    .filter(Ref::isSymbolic)
                    .map(head -> Repository.shortenRefName(head.getTarget().getName()));
        }
        steps.reached("fetch: complete");
    }

    private static Repository open(Path folder) throws IOException {
        return new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
    }

    private static void delete(Path folder) throws IOException {
        FileUtils.delete(folder.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING | FileUtils.RETRY);
    }

    @Override
    public void close() {
        repository.close();
    }
}
