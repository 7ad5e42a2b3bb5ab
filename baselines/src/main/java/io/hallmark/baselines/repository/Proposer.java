package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** Carries out a proposal: looks, computes, pushes if nothing moved, and starts over if something did. */
final class Proposer {
    private static final int ATTEMPTS = 12;

    private final BaselinesRepository baselines;
    private final CacheClone cache;
    private final Push push;
    private final Steps steps;
    private final Proposal proposal;

    Proposer(BaselinesRepository baselines, CacheClone cache, Push push, Steps steps, Proposal proposal) {
        this.baselines = baselines;
        this.cache = cache;
        this.push = push;
        this.steps = steps;
        this.proposal = proposal;
    }

    ProposalResult run() {
        String reason = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (attempt > 0) {
                RacePause.sleep(attempt, "proposing");
                cache.refresh();
            }
            Snapshot base = baselines.head(proposal.baseBranch());
            Optional<ObjectId> existing = cache.branch(proposal.branch()).map(Ref::getObjectId);
            Change change = proposal.change().apply(base);
            steps.reached("propose: computed");
            Attempt result = attempt(base, existing, change);
            if (result.done().isPresent()) {
                return result.done().get();
            }
            reason = result.retry();
        }
        throw BaselinesException.remote(
                "proposing on " + proposal.branch() + " was tried " + ATTEMPTS
                        + " times, others changed it each time (" + reason + "); run it again"
                        + LeftLocks.find(cache.url(), proposal.branch())
                                .map(lock -> " in a minute; it was left locked by " + lock)
                                .orElse(""),
                null);
    }

    private record Attempt(Optional<ProposalResult> done, String retry) {
        static Attempt of(ProposalResult result) {
            return new Attempt(Optional.of(result), "");
        }
    }

    private Attempt attempt(Snapshot base, Optional<ObjectId> existing, Change change) {
        try {
            return cache.holdingLock(() -> writeAndPush(base, existing, new ProposalCommit(proposal, base, change)));
        } catch (IOException e) {
            throw new BaselinesException(
                    "the proposal on " + proposal.branch() + " can't be written to the cache "
                            + cache.repository().getDirectory() + ": " + e.getMessage()
                            + "; free space or delete the cache",
                    e);
        }
    }

    private Attempt writeAndPush(Snapshot base, Optional<ObjectId> existing, ProposalCommit made) throws IOException {
        Repository repository = cache.repository();
        try (RevWalk walk = new RevWalk(repository);
                ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId tree = made.writeTree(repository, inserter);
            Optional<RevCommit> open = open(walk, existing, base);
            if (tree.equals(base.revCommit().getTree())) {
                return Attempt.of(new ProposalResult.Unchanged(base.commit(), open.map(RevCommit::name)));
            }
            if (open.isPresent()) {
                Optional<ProposalResult> stays = stays(walk, open.get(), tree, made, base);
                if (stays.isPresent()) {
                    return Attempt.of(stays.get());
                }
            }
            LeftLocks.removeStale(cache.url(), proposal.branch());
            ObjectId commit = made.write(repository, inserter, tree);
            inserter.flush();
            steps.reached("propose: written");
            Optional<String> retry = push.set(repository, proposal.branch(), Optional.of(commit), existing);
            steps.reached("propose: pushed");
            return retry.map(why -> new Attempt(Optional.empty(), why))
                    .orElseGet(() -> Attempt.of(new ProposalResult.Pushed(
                            commit.name(), proposal.branch(), base.commit(), existing.map(ObjectId::name))));
        }
    }

    /** The head of the proposal's branch, unless it is merged. */
    private Optional<RevCommit> open(RevWalk walk, Optional<ObjectId> existing, Snapshot base) throws IOException {
        if (existing.isEmpty()) {
            return Optional.empty();
        }
        RevCommit head = walk.parseCommit(existing.get());
        return walk.isMergedInto(head, walk.parseCommit(base.revCommit())) ? Optional.empty() : Optional.of(head);
    }

    private Optional<ProposalResult> stays(
            RevWalk walk, RevCommit head, ObjectId tree, ProposalCommit made, Snapshot base) throws IOException {
        boolean uponBase = walk.isMergedInto(walk.parseCommit(base.revCommit()), head);
        boolean signed = proposal.signer().isEmpty() || head.getRawGpgSignature() != null;
        if (uponBase && signed && head.getTree().equals(tree)) {
            return Optional.of(new ProposalResult.AlreadyProposed(head.name(), proposal.branch(), base.commit()));
        }
        requireHallmarks(walk, head, base);
        boolean later = head.getAuthorIdent().getWhenAsInstant().isAfter(made.authorTime());
        return later && !proposal.replaceLater()
                ? Optional.of(new ProposalResult.Superseded(head.name(), proposal.branch(), base.commit()))
                : Optional.empty();
    }

    /** What people committed to the branch is not Hallmark's to throw away. */
    private void requireHallmarks(RevWalk walk, RevCommit head, Snapshot base) throws IOException {
        walk.reset();
        walk.markStart(head);
        walk.markUninteresting(walk.parseCommit(base.revCommit()));
        for (RevCommit commit : walk) {
            if (!ProposalCommit.isHallmarks(commit, proposal.branch())) {
                throw new BaselinesException("the branch " + proposal.branch() + " holds the commit "
                        + commit.abbreviate(10).name() + " of "
                        + commit.getAuthorIdent().getName()
                        + ", which a new proposal would throw away: merge the branch or delete it, then run"
                        + " this again");
            }
        }
    }
}
