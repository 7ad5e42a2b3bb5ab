package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/**
 * A branch of a repository that machines commit to directly, without a review in that repository.
 *
 * <p>Each change is one commit, set by compare-and-swap; whoever was slower looks again at the newest state and puts its
 * change on top, so that nothing is lost. A process that is killed leaves the old state or the new one. A branch that is
 * not there begins with a commit that has no parent.
 */
public final class BranchWriter {
    private static final int ATTEMPTS = 40;

    private final CacheClone cache;
    private final Push push;
    private final Steps steps;
    private final String name;

    BranchWriter(CacheClone cache, Push push, Steps steps, String name) {
        Proposal.checkBranch(name);
        this.cache = cache;
        this.push = push;
        this.steps = steps;
        this.name = name;
    }

    /**
     * Files to write to the branch.
     *
     * @param files new content by path; empty deletes the file. Nothing is committed when there are none
     * @param message of the commit
     */
    public record Addition(Map<String, Optional<byte[]>> files, String message) {
        public Addition {
            files = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(files));
        }
    }

    /** The newest state that was fetched; empty when the branch is not there. */
    public Optional<Snapshot> newest() {
        return cache.branch(name).map(Ref::getObjectId).map(cache::snapshot);
    }

    /**
     * Commits to the branch. One thread of this object at a time, so that threads of one process do not race.
     *
     * @param addition computed from the newest state of the branch, and again when another process was faster
     * @return the state of the branch that holds it; empty when the branch is not there and nothing was added
     * @throws BaselinesException when the remote can't be reached, refuses, or others are faster each time
     */
    public synchronized Optional<Snapshot> add(Authorship by, Function<Optional<Snapshot>, Addition> addition) {
        String reason = "";
        cache.refresh();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (attempt > 0) {
                RacePause.sleep(attempt, "committing to " + name);
                cache.refresh();
            }
            Optional<Snapshot> head = newest();
            Addition made = addition.apply(head);
            if (made.files().isEmpty()) {
                return head;
            }
            Optional<String> retry = attempt(by, head, made);
            if (retry.isEmpty()) {
                cache.refresh();
                return newest();
            }
            reason = retry.get();
        }
        throw BaselinesException.remote(
                "writing to the branch " + name + " of " + cache.url().shown() + " was tried " + ATTEMPTS
                        + " times, others were faster each time (" + reason + "); run it again",
                null);
    }

    private Optional<String> attempt(Authorship by, Optional<Snapshot> head, Addition made) {
        try {
            return cache.holdingLock(() -> {
                LeftLocks.removeStale(cache.url(), name);
                ObjectId commit = write(by, head, made);
                steps.reached("commit: written");
                Optional<String> retry =
                        push.set(cache.repository(), name, Optional.of(commit), head.map(Snapshot::revCommit));
                steps.reached("commit: pushed");
                return retry;
            });
        } catch (IOException e) {
            throw new BaselinesException(
                    "a commit for the branch " + name + " can't be written to the cache "
                            + cache.repository().getDirectory() + ": " + e.getMessage()
                            + "; free space or delete the cache",
                    e);
        }
    }

    private ObjectId write(Authorship by, Optional<Snapshot> head, Addition made) throws IOException {
        Repository repository = cache.repository();
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(Trees.with(
                    repository, inserter, head.map(state -> state.revCommit().getTree()), made.files()));
            commit.setParentIds(head.map(state -> List.of(state.revCommit())).orElse(List.of()));
            commit.setMessage(made.message());
            by.apply(repository, commit, head.map(Snapshot::commitTime));
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }
}
