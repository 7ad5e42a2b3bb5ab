package io.hallmark.baselines.delivery;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.OwnFilesDocument;
import io.hallmark.baselines.forge.Branches;
import io.hallmark.baselines.forge.PullRequests;
import io.hallmark.baselines.repository.Authorship;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.BranchWriter;
import io.hallmark.baselines.repository.Change;
import io.hallmark.baselines.repository.Credentials;
import io.hallmark.baselines.repository.Proposal;
import io.hallmark.baselines.repository.ProposalResult;
import io.hallmark.baselines.repository.Snapshot;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A folder on a branch of somebody's Git repository that Hallmark keeps files in.
 *
 * <p>All files of a delivery, with the list of what is Hallmark's, are one commit: readers see the old state or the new
 * one. It is set by compare-and-swap on top of whatever others have pushed meanwhile. Files that Hallmark did not write
 * are never replaced or removed. What is on disk is a cache.
 */
public final class DeliveryBranch implements AutoCloseable {
    private final Place place;
    private final BaselinesRepository repository;
    private final BranchWriter branch;

    private DeliveryBranch(Place place, BaselinesRepository repository) {
        this.place = place;
        this.repository = repository;
        this.branch = repository.writer(place.branch());
    }

    /**
     * Opens the branch in its newest state; it need not be there yet, and the repository may be empty.
     *
     * @param cacheDirectory made when it is missing
     * @throws BaselinesException when the repository can't be read; a remote one when it can't be reached
     */
    public static DeliveryBranch open(Place place, Credentials credentials, Path cacheDirectory) {
        BaselinesRepository repository = BaselinesRepository.open(place.url(), cacheDirectory, credentials);
        try {
            return new DeliveryBranch(place, repository);
        } catch (RuntimeException e) {
            repository.close();
            throw e;
        }
    }

    /** Fetches the branch, and gives the folder in its newest state. */
    public DeliveredFiles newest() {
        repository.refresh();
        return new DeliveredFiles(place, branch.newest());
    }

    /**
     * What was delivered.
     *
     * @param files the folder in the state that the branch has now
     * @param changed whether a commit was needed for it
     */
    public record Delivery(DeliveredFiles files, boolean changed) {}

    /**
     * Makes the own files of the folder exactly the given ones, by one commit on the branch; by none when they are that
     * already. After any failure it may be called again.
     *
     * @param files content by path from the folder on
     * @throws BaselinesException when a file of somebody else is in the way, or the push is refused; a remote one when the
     *     repository can't be reached
     */
    public Delivery deliver(Map<String, byte[]> files, Authorship by, String message) {
        SortedMap<String, byte[]> wanted = new TreeMap<>(files);
        boolean[] changed = new boolean[1];
        Optional<Snapshot> state = branch.add(by, newest -> {
            Map<String, Optional<byte[]>> changes = changes(new DeliveredFiles(place, newest), wanted);
            changed[0] = !changes.isEmpty();
            return new BranchWriter.Addition(changes, message);
        });
        return new Delivery(new DeliveredFiles(place, state), changed[0]);
    }

    /** The way to the branch through a review: a branch of Hallmark's own, and its pull request on a forge. */
    public record Review(String branch, Optional<PullRequests> pullRequests) {
        /** @throws BaselinesException when the branch is none of Hallmark's */
        public Review {
            if (!branch.startsWith(Proposal.BRANCH_PREFIX)) {
                throw new BaselinesException("'" + branch + "' can't be the branch of a proposal: it must begin with "
                        + Proposal.BRANCH_PREFIX);
            }
        }
    }

    /**
     * What was proposed.
     *
     * @param proposal the state of the proposal's branch; {@link ProposalResult.Unchanged} when the branch that consumers
     *     read holds the files already
     * @param pullRequest what was done with the pull request, if there was one to open
     */
    public record Proposed(ProposalResult proposal, Optional<PullRequests.Outcome> pullRequest) {}

    /**
     * Proposes by one commit what {@link #deliver} would do, for people to merge. After any failure it may be called
     * again.
     *
     * @param message of the commit; its first line is also the title of the pull request and the rest its text
     * @throws BaselinesException as {@link #deliver} does, and when the branch to merge into is not there
     */
    public Proposed propose(Map<String, byte[]> files, Authorship by, String message, Review review) {
        SortedMap<String, byte[]> wanted = new TreeMap<>(files);
        if (newest().commit().isEmpty()) {
            throw new BaselinesException("there is no branch '" + place.branch() + "' in " + repository.url()
                    + " to merge a proposal into: push one, or deliver without a proposal");
        }
        // A roll-back is an earlier state that replaces the proposal of a later one.
        ProposalResult result = repository.propose(new Proposal(
                place.branch(),
                review.branch(),
                by.who(),
                by.signer(),
                base -> new Change(
                        changes(new DeliveredFiles(place, Optional.of(base)), wanted), message, Optional.of(by.time())),
                true));
        return new Proposed(result, review.pullRequests().flatMap(forge -> pullRequest(forge, result, message)));
    }

    private Optional<PullRequests.Outcome> pullRequest(PullRequests forge, ProposalResult result, String message) {
        if (result instanceof ProposalResult.Pushed pushed) {
            return Optional.of(
                    forge.bring(new Branches(pushed.branch(), place.branch()), pushed.commit(), true, message));
        }
        if (result instanceof ProposalResult.AlreadyProposed proposed) {
            return Optional.of(
                    forge.bring(new Branches(proposed.branch(), place.branch()), proposed.commit(), false, message));
        }
        return Optional.empty();
    }

    /** Only what differs, so that nothing is committed when nothing does. */
    private Map<String, Optional<byte[]>> changes(DeliveredFiles there, SortedMap<String, byte[]> wanted) {
        OwnFilesDocument before = there.list();
        OwnFilesDocument after = new OwnFilesDocument(new TreeSet<>(wanted.keySet()));
        Map<String, Optional<byte[]>> changes = new LinkedHashMap<>();
        before.paths().stream()
                .filter(path -> !wanted.containsKey(path) && there.read(path).isPresent())
                .forEach(path -> changes.put(place.path(path), Optional.empty()));
        wanted.forEach((path, content) -> {
            Optional<byte[]> held = there.read(path);
            boolean same = held.isPresent() && Arrays.equals(held.get(), content);
            if (held.isPresent() && !same && !before.paths().contains(path)) {
                throw new BaselinesException(place.path(path) + " on branch " + place.branch() + " of "
                        + repository.url() + " is a file that Hallmark did not write: move it away, or choose another"
                        + " folder");
            }
            if (!same) {
                changes.put(place.path(path), Optional.of(content));
            }
        });
        if (!before.equals(after)) {
            changes.put(place.path(OwnFilesDocument.FILE), Optional.of(after.toJson()));
        }
        return changes;
    }

    @Override
    public void close() {
        repository.close();
    }
}
