package io.hallmark.baselines.approval;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.approval.ApprovalResult.Approved;
import io.hallmark.baselines.approval.ApprovalResult.Refusal;
import io.hallmark.baselines.approval.ApprovalResult.Refused;
import io.hallmark.baselines.document.Approvals;
import io.hallmark.baselines.document.ResponseDocument;
import io.hallmark.baselines.document.Settings;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.History;
import io.hallmark.baselines.repository.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether all that changed since the last published commit was approved by enough people.
 *
 * <p>The rules that count are those of the last published commit: a change of the rules is a change like any other, and
 * nobody can let themselves in. A key that the new state takes away or revokes does not count any more, either.
 */
public final class ApprovalCheck {
    /** The files and folders whose changes need approval: all that targets may read, and the rules. */
    public static final List<String> REVIEWED = List.of(
            "baselines",
            "hardware",
            "hardening",
            "runtime",
            "fleet.yaml",
            Settings.FILE,
            ResponseDocument.FILE,
            Approvals.FOLDER);

    private ApprovalCheck() {}

    /**
     * Checks a commit.
     *
     * @param trusted full id of the last published commit, or of one that an administrator has looked at and trusts, for
     *     the first publication
     * @param commit full id of the commit that is to be published
     * @param now keys must be valid at this time
     * @throws BaselinesException when there is no such commit, or the rules of the trusted one can't be read
     */
    public static ApprovalResult check(
            BaselinesRepository repository, Optional<String> trusted, String commit, Instant now) {
        History history = repository.history(REVIEWED);
        String head = repository.snapshot(commit).commit();
        if (trusted.isEmpty()) {
            return refused(
                    head,
                    "nothing was published before, so nobody knows yet whose approval counts",
                    "look at the approvals in " + Settings.FILE + " of a commit yourself and name that commit as the"
                            + " one to trust");
        }
        Optional<List<Revision>> added = history.since(trusted.get(), head);
        if (added.isEmpty()) {
            return refused(
                    head,
                    "it does not build upon commit " + trusted.get().substring(0, 10)
                            + ", which was published last: the history was rewritten, or an older state is asked for",
                    "undo a published change by a new commit; to go back before that commit, name an older one as the one"
                            + " to trust, and if the history had to be rewritten, a commit of the new one");
        }
        Optional<Rules> rules = Rules.at(repository.snapshot(trusted.get()));
        if (rules.isEmpty()) {
            return refused(
                    trusted.get(),
                    Settings.FILE + " has no 'approvals', so nobody may approve what follows",
                    "add them, look at that commit yourself and name it as the one to trust");
        }
        return check(repository, history, added.get(), rules.get(), head, now);
    }

    /**
     * Checks a commit from a commit on that an administrator trusts, however long ago that was. Whenever the rules were
     * changed on the way and that change was approved, the new rules count for all that builds upon it, as if it had been
     * published.
     *
     * <p>Only the history and its signatures are asked. What a record of publications says would be for whoever may
     * write that record to choose.
     *
     * @param anchor full id of the commit that is trusted without being checked
     * @throws BaselinesException as {@link #check} does
     */
    public static ApprovalResult since(BaselinesRepository repository, String anchor, String commit, Instant now) {
        History history = repository.history(REVIEWED);
        String head = repository.snapshot(commit).commit();
        RulesInForce rules =
                new RulesInForce(anchor, (trusted, state) -> check(repository, Optional.of(trusted), state, now));
        for (Revision revision : history.since(anchor, head).orElse(List.of())) {
            boolean inTheWay = !revision.id().equals(head);
            rules.add(revision, inTheWay && changesRules(history, revision));
            if (!inTheWay) {
                return rules.judge(head);
            }
        }
        return check(repository, Optional.of(anchor), head, now);
    }

    private static boolean changesRules(History history, Revision revision) {
        return revision.parents().stream()
                .flatMap(parent -> history.between(parent, revision.id()).stream())
                .anyMatch(ApprovalCheck::isRule);
    }

    /** Whether changes of a file, or of any file in a folder, need approval. */
    static boolean isReviewed(String path) {
        return REVIEWED.stream().anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
    }

    private static boolean isRule(String path) {
        return path.equals(Settings.FILE) || path.startsWith(Approvals.FOLDER + "/");
    }

    private static ApprovalResult check(
            BaselinesRepository repository,
            History history,
            List<Revision> added,
            Rules rules,
            String head,
            Instant now) {
        Optional<Rules> newer;
        try {
            newer = Rules.at(repository.snapshot(head));
        } catch (BaselinesException e) {
            return refused(head, "its rules can't be used: " + e.getMessage(), "mend them in a new commit");
        }
        if (newer.isEmpty()) {
            return refused(
                    head,
                    Settings.FILE + " has no 'approvals' any more, so nothing after it could be approved",
                    "put them back in a new commit");
        }
        Range range = new Range(history, added, rules, newer.get().keys(), now);
        return range.isApproved(head) ? new Approved(head, range.approvals()) : new Refused(range.refusals(head));
    }

    private static ApprovalResult refused(String commit, String reason, String remedy) {
        return new Refused(List.of(new Refusal(commit, reason, remedy)));
    }
}
