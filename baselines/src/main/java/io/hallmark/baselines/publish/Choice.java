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
     * make verifiers accept again what they were told not to.
     *
     * <p>The settings, and with them the targets, are those of the chosen state as well: others may not be approved, and
     * would be given credentials.
     *
     * @param commit to publish on purpose, whatever was published last; the newest of the reviewed branch when empty
     * @throws io.hallmark.baselines.BaselinesException when the repository has no such commit, or a document can't be read
     */
    static Choice of(BaselinesRepository repository, Receipts receipts, ApprovalGate gate, Optional<String> commit) {
        String branch = repository.defaultBranch();
        Snapshot head = repository.head(branch);
        Snapshot chosen = commit.map(repository::snapshot).orElse(head);
        Optional<String> last = receipts.lastPublished();
        if (commit.isPresent()
                && !repository.isInHistory(chosen.commit(), head.commit())
                && !receipts.published(chosen.commit())) {
            return new Refused(chosen.commit() + " is not in the history of " + branch
                    + " and was never published: only what was reviewed is; merge it into " + branch + " first");
        }
        if (commit.isEmpty() && last.isPresent() && !repository.isInHistory(last.get(), head.commit())) {
            return new Refused(branch + " at " + head.commit() + " does not contain " + last.get()
                    + ", which was published last: the branch was set back or rewritten. If that is meant, name the"
                    + " commit: --commit " + head.commit());
        }
        Optional<String> refusal = gate.refusal(chosen);
        if (refusal.isPresent()) {
            return new Refused(refusal.get());
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
