package io.hallmark.baselines.approval;

import io.hallmark.baselines.approval.ApprovalResult.Refusal;
import io.hallmark.baselines.approval.Ballot.Proposers;
import io.hallmark.baselines.approval.TrustedKeys.Judged;
import io.hallmark.baselines.repository.History;
import io.hallmark.baselines.repository.Revision;
import io.hallmark.baselines.repository.SignedObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The commits since the last published one, each with the question whether its whole state was approved.
 *
 * <p>That is so when the states that it builds upon are approved, and its own changes are. A merge has a second way: when
 * one of its parents is approved and all that the merge changes there is, whatever commits brought it.
 */
final class Range {
    private final History history;
    private final Rules rules;
    private final TrustedKeys newer;
    private final Instant now;
    private final Map<String, Revision> revisions = new LinkedHashMap<>();
    private final Map<String, Ballot> ballots = new HashMap<>();
    private final Map<String, Optional<String>> signers = new HashMap<>();
    private final Map<String, List<Approval>> approved = new HashMap<>();
    private final Map<String, Refusal> refused = new LinkedHashMap<>();

    /** @param added parents before children */
    Range(History history, List<Revision> added, Rules rules, TrustedKeys newer, Instant now) {
        this.history = history;
        this.rules = rules;
        this.newer = newer;
        this.now = now;
        added.forEach(revision -> revisions.put(revision.id(), revision));
        added.forEach(this::judge);
    }

    boolean isApproved(String commit) {
        return !revisions.containsKey(commit) || approved.containsKey(commit);
    }

    /** Who approved what, in the order of history. */
    List<Approval> approvals() {
        List<Approval> all = new ArrayList<>();
        revisions.keySet().forEach(commit -> all.addAll(approved.getOrDefault(commit, List.of())));
        return all;
    }

    /** What is in the way of a commit: the first unapproved ones in each line of its history. */
    List<Refusal> refusals(String commit) {
        Set<String> open = withoutApproved(commit);
        return revisions.keySet().stream()
                .filter(open::contains)
                .filter(refused::containsKey)
                .map(refused::get)
                .toList();
    }

    private void judge(Revision revision) {
        boolean changes = !revision.ownChanges().isEmpty();
        boolean builtOnApproved = revision.parents().stream().allMatch(this::isApproved);
        Proposers proposers = Proposers.of(changes ? List.of(signer(revision)) : List.of());
        Optional<String> missing = changes
                ? ballot(revision).missing(revision.ownChanges(), proposers, rules.approvals())
                : Optional.empty();
        if (builtOnApproved && missing.isEmpty()) {
            approved.put(revision.id(), changes ? ballot(revision).besides(proposers) : List.of());
            return;
        }
        if (revision.isMerge()) {
            Optional<String> missingAsWhole = judgeAsWhole(revision);
            if (approved.containsKey(revision.id())) {
                return;
            }
            if (!builtOnApproved && !ballot(revision).approvals().isEmpty()) {
                missing = missingAsWhole.isPresent() ? missingAsWhole : missing;
            }
        }
        missing.ifPresent(reason -> refused.put(revision.id(), new Refusal(revision.id(), reason, remedy(revision))));
    }

    /** Approves a merge by what it changes in one of its approved parents. Gives what is missing otherwise. */
    private Optional<String> judgeAsWhole(Revision merge) {
        Optional<String> missing = Optional.empty();
        for (String parent : merge.parents()) {
            if (isApproved(parent)) {
                Set<String> paths = new HashSet<>(history.between(parent, merge.id()));
                paths.addAll(merge.ownChanges());
                Proposers proposers = proposers(merge, parent);
                Optional<String> here = ballot(merge).missing(paths, proposers, rules.approvals());
                if (here.isEmpty()) {
                    approved.put(merge.id(), ballot(merge).besides(proposers));
                    return Optional.empty();
                }
                missing = missing.or(() -> here);
            }
        }
        return missing;
    }

    /** Those who signed the changes that a merge brings to one of its parents. */
    private Proposers proposers(Revision merge, String parent) {
        Set<String> brought = ancestors(merge.id());
        brought.removeAll(ancestors(parent));
        return Proposers.of(brought.stream()
                .map(revisions::get)
                .filter(revision -> !revision.ownChanges().isEmpty())
                .map(this::signer)
                .toList());
    }

    /** A commit and its ancestors, those since the published one only. */
    private Set<String> ancestors(String commit) {
        return reach(commit, false);
    }

    private Set<String> withoutApproved(String commit) {
        return reach(commit, true);
    }

    private Set<String> reach(String commit, boolean stopAtApproved) {
        Set<String> reached = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(commit));
        while (!open.isEmpty()) {
            String next = open.pop();
            boolean stop = !revisions.containsKey(next) || stopAtApproved && approved.containsKey(next);
            if (!stop && reached.add(next)) {
                open.addAll(revisions.get(next).parents());
            }
        }
        return reached;
    }

    /** Whose key signed a commit; a name in it proves nothing. */
    private Optional<String> signer(Revision revision) {
        return signers.computeIfAbsent(
                revision.id(),
                id -> revision.signature()
                        .flatMap(signature -> judged(id, signature).person()));
    }

    private Ballot ballot(Revision revision) {
        return ballots.computeIfAbsent(revision.id(), id -> {
            List<SignedObject> signatures = new ArrayList<>(history.signaturesOn(id));
            if (revision.isMerge()) {
                revision.signature().ifPresent(signatures::add);
            }
            List<Judged> judged =
                    signatures.stream().map(signature -> judged(id, signature)).toList();
            return Ballot.of(
                    id, judged, signatures.stream().map(SignedObject::name).toList());
        });
    }

    private Judged judged(String commit, SignedObject signature) {
        if (!signature.commit().equals(Optional.of(commit))) {
            return Judged.worthless(signature, "it names another commit, or none");
        }
        return rules.keys().judge(signature, newer, now);
    }

    private static String remedy(Revision revision) {
        return "approve it with 'hallmark approve' or a signed tag"
                + (revision.isMerge() ? "" : ", or sign the commit that merges it");
    }
}
