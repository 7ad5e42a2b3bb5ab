package io.hallmark.baselines.publish;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.approval.ApprovalCheck;
import io.hallmark.baselines.approval.ApprovalResult;
import io.hallmark.baselines.document.Settings;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.CommitId;
import io.hallmark.baselines.repository.Snapshot;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What publishing asks of a state: approval of all that came after a trusted commit, where it or the state has rules.
 *
 * @param trust the commit whose rules are trusted: all 40 hex digits of its id
 * @param naming how people name that commit, for messages: {@code "with --trust"}
 * @param allowed whether a state may be published where nobody made rules
 */
public record RequiredApprovals(
        BaselinesRepository repository, Optional<String> trust, String naming, boolean allowed, InstantSource clock)
        implements ApprovalGate {
    @Override
    public Optional<String> refusal(Snapshot state) {
        if (trust.isPresent()) {
            return ApprovalCheck.since(repository, trustedCommit(), state.commit(), clock.instant())
                            instanceof ApprovalResult.Refused refused
                    ? Optional.of(refused.refusals().stream()
                            .map(ApprovalResult.Refusal::words)
                            .collect(Collectors.joining("; ")))
                    : Optional.empty();
        }
        if (Settings.read(Settings.FILE, state.require(Settings.FILE))
                .approvals()
                .isPresent()) {
            return Optional.of("the settings have rules for approvals, and nothing says whom to trust: look at them"
                    + " yourself and name that commit " + naming);
        }
        return (allowed ? ApprovalGate.allowingUnapproved() : ApprovalGate.refusingWithoutRules()).refusal(state);
    }

    private String trustedCommit() {
        String commit = trust.orElseThrow();
        if (!CommitId.isFull(commit)) {
            throw new BaselinesException(
                    "'" + commit + "' is not the id of a trusted commit: whoever may push can make a"
                            + " branch or the beginning of an id mean another commit. Name the commit by all 40 hex digits "
                            + naming);
        }
        return commit;
    }
}
