package io.hallmark.baselines.publish;

import io.hallmark.baselines.repository.Snapshot;
import java.util.Optional;

/**
 * Decides whether a state may be published: nothing reaches a target that it refuses.
 *
 * <p>It is not told what was published last: whoever may write receipts would then choose the rules.
 */
@FunctionalInterface
public interface ApprovalGate {
    /**
     * @param state that is to be published
     * @return why it is not approved, with what to do; empty when it is
     * @throws io.hallmark.baselines.BaselinesException when the rules can't be read
     */
    Optional<String> refusal(Snapshot state);

    /** For repositories that say nothing about approvals, when the caller says that this is fine. */
    static ApprovalGate allowingUnapproved() {
        return state -> Optional.empty();
    }

    /** For repositories that say nothing about approvals. */
    static ApprovalGate refusingWithoutRules() {
        return state -> Optional.of("the settings of " + state.describe()
                + " say nothing about 'approvals', so nobody can tell whether this state is approved");
    }
}
