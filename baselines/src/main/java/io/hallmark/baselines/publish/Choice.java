package io.hallmark.baselines.publish;

import io.hallmark.baselines.document.ReceiptDocument;
import io.hallmark.baselines.document.Settings;
import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which state of a baselines repository is published, and whether it may be. */
public sealed interface Choice {

    /**
     * A state that may be published.
     *
     * @param notes what to know before it is done, one line each
     */
    record Approved(ApprovedState state, Settings settings, List<String> notes) implements Choice {
        public Approved {
            notes = List.copyOf(notes);
        }
    }

    /** Nothing may be published. */
    record Refused(String reason) implements Choice {}

    /**
     * Chooses the newest state of the reviewed branch, or an earlier one to go back to.
     *
     * <p>Another state than the newest must have been reviewed: it is in the history of the reviewed branch, or was
     * published before. The newest must follow what was published last, since a branch that was set back would quietly
     * make verifiers accept again what they were told not to: by the receipts, and by the note of this machine, since
     * receipts can be deleted or forged by whoever may push.
     *
     * <p>What holds nodes to less than what was published last, on this machine or another, is published only when that is
     * allowed.
     *
     * <p>The settings, and with them the targets, are those of the chosen state as well: others may not be approved, and
     * would be given credentials.
     *
     * @param commit to publish on purpose, whatever was published last; the newest of the reviewed branch when empty
     * @param allowWeaker whether nodes may be held to less than by what was published last
     * @throws io.hallmark.baselines.BaselinesException when the repository has no such commit, or a document can't be read
     */
    static Choice of(
            BaselinesRepository repository,
            Receipts receipts,
            ApprovalGate gate,
            Optional<String> commit,
            boolean allowWeaker) {
        String branch = repository.defaultBranch();
        Snapshot head = repository.head(branch);
        Snapshot chosen = commit.map(repository::snapshot).orElse(head);
        LastPublished last = LastPublished.of(repository, receipts);
        if (commit.isPresent()
                && !repository.isInHistory(chosen.commit(), head.commit())
                && !receipts.published(chosen.commit())) {
            return new Refused(chosen.commit() + " is not in the history of " + branch
                    + " and was never published: only what was reviewed is; merge it into " + branch + " first");
        }
        Optional<String> lost = last.lostBy(repository, head);
        if (commit.isEmpty() && lost.isPresent()) {
            return new Refused(branch + " at " + head.commit() + " does not contain " + lost.get()
                    + ", which was published last: the branch was set back or rewritten. If that is meant, name the"
                    + " commit: in Jenkins, where an administrator has ticked 'Jobs may go back to an older state' for the"
                    + " repository, by 'commit', on the command line by --commit " + head.commit());
        }
        Optional<String> refusal = gate.refusal(chosen);
        if (refusal.isPresent()) {
            return new Refused(refusal.get());
        }
        for (Snapshot before : allowWeaker ? List.<Snapshot>of() : last.newest(repository)) {
            List<String> weaker = WeakerThanPublished.lines(before, chosen);
            if (!weaker.isEmpty()) {
                return new Refused("nodes would be held to less than by " + before.commit()
                        + ", which was published last: " + String.join("; ", weaker)
                        + ". If that is meant: in Jenkins set allowWeaker, on the command line publish it with"
                        + " --allow-weaker");
            }
        }
        Settings settings = Settings.read(Settings.FILE, chosen.require(Settings.FILE));
        return new Approved(
                ApprovedState.of(chosen.commit(), chosen.commitTime(), chosen),
                settings,
                notes(repository, receipts.newest(), settings, chosen.commit()));
    }

    private static List<String> notes(
            BaselinesRepository repository, Map<String, ReceiptDocument> newest, Settings settings, String commit) {
        List<String> notes = new ArrayList<>();
        List<String> names =
                settings.targets().stream().map(TargetSettings::name).toList();
        newest.forEach((target, receipt) -> {
            if (!names.contains(target)) {
                notes.add("target " + target + " was published to before, at " + receipt.commit()
                        + ", and the settings of this state don't name it: it keeps what it holds");
            } else if (!repository.isInHistory(receipt.commit(), commit)) {
                notes.add("target " + target + " goes back from " + receipt.commit() + " to " + commit);
            }
        });
        return notes;
    }
}
