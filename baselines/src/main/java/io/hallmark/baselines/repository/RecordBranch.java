package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.time.Instant;
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
 * A branch of the baselines repository that machines write records to, beside the reviewed one: it has a root of its
 * own and nothing is ever merged from or into it.
 *
 * <p>Each change is one commit, set by compare-and-swap; whoever was slower looks again at the newest state and puts its
 * change on top, so that nothing is lost. A process that is killed leaves the old state or the new one.
 */
public final class RecordBranch {
    private static final int ATTEMPTS = 40;

    private final BaselinesRepository baselines;
    private final CacheClone cache;
    private final Push push;
    private final Steps steps;
    private final String name;

    RecordBranch(BaselinesRepository baselines, CacheClone cache, Push push, Steps steps, String name) {
        this.baselines = baselines;
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

    /** The newest state that was fetched; empty before the first record. */
    public Optional<Snapshot> newest() {
        return baselines.findHead(name);
    }

    /**
     * Commits to the branch. One thread of this object at a time, so that threads of one process do not race.
     *
     * @param addition computed from the newest state of the branch, and again when another process was faster
     * @return the state of the branch that holds it
     * @throws BaselinesException when the remote can't be reached, refuses, or others are faster each time
     */
    public synchronized Optional<Snapshot> add(
            Identity author, Instant time, Function<Optional<Snapshot>, Addition> addition) {
        String reason = "";
        cache.refresh();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (attempt > 0) {
                RacePause.sleep(attempt, "writing a record");
                cache.refresh();
            }
            Optional<ObjectId> head = cache.branch(name).map(Ref::getObjectId);
            Addition made = addition.apply(newest());
            if (made.files().isEmpty()) {
                return newest();
            }
            Optional<String> retry = attempt(author, time, head, made);
            if (retry.isEmpty()) {
                cache.refresh();
                return newest();
            }
            reason = retry.get();
        }
        throw BaselinesException.remote(
                "writing to the branch " + name + " of " + baselines.url() + " was tried " + ATTEMPTS
                        + " times, others were faster each time (" + reason + "); run it again",
                null);
    }

    private Optional<String> attempt(Identity author, Instant time, Optional<ObjectId> head, Addition made) {
        try {
            return cache.holdingLock(() -> {
                LeftLocks.removeStale(cache.url(), name);
                ObjectId commit = write(author, time, head, made);
                steps.reached("record: written");
                Optional<String> retry = push.set(cache.repository(), name, Optional.of(commit), head);
                steps.reached("record: pushed");
                return retry;
            });
        } catch (IOException e) {
            throw new BaselinesException(
                    "a record for the branch " + name + " can't be written to the cache "
                            + cache.repository().getDirectory() + ": " + e.getMessage()
                            + "; free space or delete the cache",
                    e);
        }
    }

    private ObjectId write(Identity author, Instant time, Optional<ObjectId> head, Addition made) throws IOException {
        Repository repository = cache.repository();
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(Trees.with(
                    repository,
                    inserter,
                    newest().map(state -> state.revCommit().getTree()),
                    made.files()));
            commit.setParentIds(head.map(List::of).orElse(List.of()));
            commit.setAuthor(author.at(time));
            commit.setCommitter(author.at(time));
            commit.setMessage(made.message());
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }
}
