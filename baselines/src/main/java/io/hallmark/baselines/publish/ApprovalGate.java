package io.hallmark.baselines.publish;

import io.hallmark.baselines.repository.Snapshot;
import java.util.Optional;

/** Decides whether a state may be published: nothing reaches a target that it refuses. */
@FunctionalInterface
public interface ApprovalGate {
    /**
     * @param state that is to be published
     * @param lastPublished the commit that was published last, anywhere; what came since is what has to be approved.
     *     Empty before the first publication
     * @return why it is not approved, with what to do; empty when it is
     * @throws io.hallmark.baselines.BaselinesException when the rules can't be read
     */
    Optional<String> refusal(Snapshot state, Optional<String> lastPublished);

    /** For repositories that say nothing about approvals, when the caller says that this is fine. */
    static ApprovalGate allowingUnapproved() {
        return (state, lastPublished) -> Optional.empty();
    }

    /** For repositories that say nothing about approvals. */
    static ApprovalGate refusingWithoutRules() {
        return (state, lastPublished) -> Optional.of("the settings of " + state.describe()
                + " say nothing about 'approvals', so nobody can tell whether this state is approved");
    }
}
