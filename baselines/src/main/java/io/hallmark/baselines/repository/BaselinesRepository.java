package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * A baselines repository, wherever it is: read without a checkout, changed only through proposals.
 *
 * <p>Works on a clone in the cache directory that processes share; a repository on this machine is cloned as well, so
 * that nobody's work tree is touched. Safe for use by several threads.
 */
public final class BaselinesRepository implements AutoCloseable {
    private static final int LEAST_DIGITS = 7;
    /** The branch that publications leave their receipts on. */
    public static final String RECORDS = "hallmark-receipts";

    private final Connections connections;
    private final CacheClone cache;
    private final Steps steps;
    private final PublishedHere published;

    private BaselinesRepository(RemoteUrl url, Path cacheDirectory, Credentials credentials, Steps steps) {
        this.connections = new Connections(url, credentials);
        this.steps = steps;
        this.published = new PublishedHere(cacheDirectory, url);
        try {
            this.cache = new CacheClone(connections, cacheDirectory, steps);
        } catch (RuntimeException e) {
            connections.close();
            throw e;
        }
    }

    /** Whether the URL of a repository leads to another machine, and not to a folder of this one. */
    public static boolean onNetwork(String url) {
        return RemoteUrl.onNetwork(url);
    }

    /**
     * Opens the repository at a URL in its newest state.
     *
     * @param url https, http, ssh, {@code host:path}, file, or a path
     * @param cacheDirectory made when it is missing
     * @throws BaselinesException when the repository can't be read
     */
    public static BaselinesRepository open(String url, Path cacheDirectory, Credentials credentials) {
        return open(url, cacheDirectory, credentials, Steps.NONE);
    }

    /**
     * Opens a repository on this machine, bare or with a work tree, of which the commits are read and not the files.
     */
    public static BaselinesRepository open(Path repository, Path cacheDirectory) {
        return new BaselinesRepository(RemoteUrl.local(repository), cacheDirectory, Credentials.usersOwn(), Steps.NONE);
    }

    static BaselinesRepository open(String url, Path cacheDirectory, Credentials credentials, Steps steps) {
        return new BaselinesRepository(RemoteUrl.of(url), cacheDirectory, credentials, steps);
    }

    /** The address without credentials. */
    public String url() {
        return connections.url().shown();
    }

    /** The branches of the remote, sorted. */
    public List<String> branches() {
        return cache.branches();
    }

    /**
     * The branch that the remote says is its main one. When that one is not there, as on a server whose default name is
     * another than the pusher's, the only branch beside proposals, or {@code main} or {@code master}.
     *
     * @throws BaselinesException when the repository is empty or leaves it open
     */
    public String defaultBranch() {
        List<String> candidates = branches().stream()
                .filter(branch -> !branch.startsWith(Proposal.BRANCH_PREFIX) && !branch.equals(RECORDS))
                .toList();
        if (candidates.isEmpty()) {
            throw new BaselinesException(
                    url() + " is empty: push a copy of baselines-repo-template to it, then run this again");
        }
        if (cache.remoteHead().filter(branches()::contains).isPresent()) {
            return cache.remoteHead().get();
        }
        if (candidates.size() == 1) {
            return candidates.get(0);
        }
        return List.of("main", "master").stream()
                .filter(candidates::contains)
                .findFirst()
                .orElseThrow(() -> new BaselinesException(
                        url() + " has no default branch: set one there, or name the branch (" + candidates + ")"));
    }

    /** @throws BaselinesException when there is no such branch */
    public Snapshot head(String branch) {
        return findHead(branch).orElseThrow(() -> {
            if (branches().isEmpty()) {
                return new BaselinesException(
                        url() + " is empty: push a copy of baselines-repo-template to it, then run this again");
            }
            return new BaselinesException(
                    "no branch '" + branch + "' in " + url() + ": name one of " + branches() + " or push it first");
        });
    }

    /** The newest commit of a branch that was there when the repository was last fetched. */
    public Optional<Snapshot> findHead(String branch) {
        Proposal.checkBranch(branch);
        return cache.branch(branch).map(Ref::getObjectId).map(cache::snapshot);
    }

    /**
     * @param commit a full object id
     * @throws BaselinesException when the repository has no such commit
     */
    public Snapshot snapshot(String commit) {
        if (!ObjectId.isId(commit)) {
            throw new BaselinesException("'" + commit + "' is no commit id: give all 40 hex digits");
        }
        return cache.snapshot(ObjectId.fromString(commit));
    }

    /** The commit of a full object id, if it is one and the repository has it or had it when it was fetched before. */
    public Optional<Snapshot> find(String commit) {
        return Optional.of(commit)
                .filter(ObjectId::isId)
                .map(ObjectId::fromString)
                .filter(cache::has)
                .map(cache::snapshot);
    }

    /**
     * The commit that people mean: an object id, the beginning of one that fits no other commit, or a branch.
     *
     * <p>An id comes before a branch of the same name: whoever may push a branch would choose what an id means. For what
     * is decided about security the beginning of an id is not enough, see {@link #snapshot}.
     *
     * @throws BaselinesException when there is no such commit, or more than one
     */
    public Snapshot named(String name) {
        if (ObjectId.isId(name)) {
            return snapshot(name);
        }
        Optional<Snapshot> branch =
                Repository.isValidRefName(Constants.R_HEADS + name) ? findHead(name) : Optional.empty();
        boolean digits = AbbreviatedObjectId.isId(name) && name.length() >= LEAST_DIGITS;
        if (branch.isPresent() && digits) {
            throw new BaselinesException("'" + name + "' is a branch of " + url() + " and may be the beginning of a"
                    + " commit's id: give all 40 hex digits of the commit, and have the branch deleted");
        }
        if (branch.isPresent()) {
            return branch.get();
        }
        if (!digits) {
            throw new BaselinesException("no branch '" + name + "' in " + url() + ": name one of " + branches()
                    + ", or give at least " + LEAST_DIGITS + " hex digits of a commit's id");
        }
        try (RevWalk walk = new RevWalk(cache.repository())) {
            List<ObjectId> commits = new ArrayList<>();
            for (ObjectId id : walk.getObjectReader().resolve(AbbreviatedObjectId.fromString(name))) {
                if (walk.parseAny(id) instanceof RevCommit) {
                    commits.add(id);
                }
            }
            if (commits.size() > 1) {
                throw new BaselinesException(name + " is the beginning of several commits: give more digits");
            }
            if (commits.size() == 1) {
                return cache.snapshot(commits.get(0));
            }
        } catch (IOException e) {
            throw new BaselinesException(url() + " can't be read: " + e.getMessage() + "; delete the cache", e);
        }
        throw new BaselinesException(
                "no commit " + name + " on any branch of " + url() + ": check the id and that it is pushed");
    }

    /**
     * The history up to now, with the tags and notes that approve commits; fetches them.
     *
     * @param roots the files and folders whose changes are of interest
     */
    public History history(List<String> roots) {
        cache.refreshWithApprovals();
        return new History(cache.repository(), url(), roots);
    }

    /** Fetches what was pushed since. */
    public void refresh() {
        cache.refresh();
    }

    /**
     * Puts a change on a branch for review, unless that changes nothing. It may be called again with the same proposal
     * after any failure, also after the process was killed: the outcome is the same commit.
     *
     * @throws BaselinesException when the remote refuses, or people have committed to the branch
     */
    public ProposalResult propose(Proposal proposal) {
        if (cache.remoteHead().filter(proposal.branch()::equals).isPresent()) {
            throw new BaselinesException(proposal.branch() + " is the branch that is checked out or the default one in "
                    + url() + ": switch it to " + proposal.baseBranch());
        }
        Push push = new Push(connections, steps);
        cache.refresh();
        return new Proposer(this, cache, push, steps, proposal).run();
    }

    /** The branch for records of what was done with this repository. */
    public BranchWriter records() {
        return writer(RECORDS);
    }

    /** A branch that is committed to directly; it need not be there yet. */
    public BranchWriter writer(String branch) {
        return new BranchWriter(cache, new Push(connections, steps), steps, branch);
    }

    /**
     * Whether one commit is the other one or comes before it in its history.
     *
     * @param earlier a full object id; one that the repository does not have is in no history
     * @param later a full object id
     * @throws BaselinesException when the repository does not have {@code later}
     */
    public boolean isInHistory(String earlier, String later) {
        ObjectId head = snapshot(later).revCommit();
        if (!ObjectId.isId(earlier)) {
            throw new BaselinesException("'" + earlier + "' is no commit id: give all 40 hex digits");
        }
        try (RevWalk walk = new RevWalk(cache.repository())) {
            return walk.isMergedInto(walk.parseCommit(ObjectId.fromString(earlier)), walk.parseCommit(head));
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return false;
        } catch (IOException e) {
            throw new BaselinesException(
                    "the history of " + url() + " can't be read from the cache "
                            + cache.repository().getDirectory() + ": " + e.getMessage() + "; delete it",
                    e);
        }
    }

    /**
     * The newest commit that was published from this machine, as far as its cache directory knows. Unlike receipts, nobody
     * can change it by pushing.
     *
     * @throws BaselinesException when the note of it can't be read
     */
    public Optional<String> lastPublishedHere() {
        return published.last();
    }

    /**
     * Notes that a commit is published from this machine. After going back to an earlier one of the same history the later
     * one stays noted, so that the branch can't be set back unnoticed.
     */
    public void notePublished(String commit) {
        Optional<String> later = published.last().filter(last -> find(last).isPresent() && isInHistory(commit, last));
        if (later.isEmpty()) {
            published.set(commit);
        }
    }

    /**
     * The commits of a history that changed a file, newest first.
     *
     * @param most how many to give at most
     */
    public List<Snapshot> history(Snapshot from, String path, int most) {
        List<Snapshot> states = new ArrayList<>();
        try (RevWalk walk = new RevWalk(cache.repository())) {
            walk.setTreeFilter(AndTreeFilter.create(PathFilter.create(Paths.check(path)), TreeFilter.ANY_DIFF));
            walk.markStart(walk.parseCommit(from.revCommit()));
            for (RevCommit commit = walk.next(); commit != null && states.size() < most; commit = walk.next()) {
                states.add(cache.snapshot(commit.getId()));
            }
            return states;
        } catch (IOException e) {
            throw new BaselinesException(
                    "the history of " + path + " in " + from.describe() + " can't be read: " + e.getMessage()
                            + "; delete the cache "
                            + cache.repository().getDirectory(),
                    e);
        }
    }

    /**
     * Approves a commit with a signature in its note, which is pushed. Several may do so at once.
     *
     * @param commit a full object id
     * @return whether the approval is new; not when the same one was there already
     * @throws BaselinesException when there is no such commit, the key can't sign, or the remote refuses
     */
    public boolean approve(String commit, CommitSigner signer, Identity who) {
        return new Approver(cache, new Push(connections, steps), steps, signer, who).note(snapshot(commit));
    }

    /**
     * Approves a commit with a signed tag, which is pushed.
     *
     * @param tag its name, without {@code refs/tags/}
     * @throws BaselinesException when there is such a tag, and as {@link #approve} does
     */
    public void approveByTag(String commit, String tag, CommitSigner signer, Identity who) {
        new Approver(cache, new Push(connections, steps), steps, signer, who).tag(snapshot(commit), tag);
    }

    /**
     * Deletes the branch of a proposal that is out of date.
     *
     * @param commit that the branch has to be at
     * @return whether the branch is gone; not when somebody has pushed to it
     */
    public boolean withdraw(String branch, String commit) {
        if (!branch.startsWith(Proposal.BRANCH_PREFIX)) {
            throw new BaselinesException(
                    "only branches " + Proposal.BRANCH_PREFIX + "* are withdrawn, not '" + branch + "'");
        }
        ObjectId expected = snapshot(commit).revCommit();
        boolean gone = cache.holdingLock(() -> new Push(connections, steps)
                .set(cache.repository(), branch, Optional.empty(), Optional.of(expected))
                .isEmpty());
        cache.refresh();
        return gone;
    }

    @Override
    public void close() {
        cache.close();
        connections.close();
    }
}
