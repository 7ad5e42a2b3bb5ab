package io.hallmark.baselines.diff;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import java.util.List;
import java.util.Optional;

/** What a verifier can hold nodes to in one PCR of an accepted set, the least first. */
enum Hold {
    /** Nothing: any value passes. */
    NOTHING,
    /** The events that don't vary, for verifiers that judge event by event. */
    EVENTS,
    /** The value. */
    VALUE;

    /** @param enforce indices of the PCRs that the baseline asks to enforce */
    static Hold of(AcceptedSet set, int pcr, List<Integer> enforce) {
        Optional<PredictedPcr> predicted = set.prediction().pcr(pcr);
        if (predicted.isEmpty() || !enforce.contains(pcr)) {
            return NOTHING;
        }
        if (predicted.get().notEnforceable().isEmpty()) {
            return VALUE;
        }
        boolean open = set.prediction().events().stream()
                .filter(event -> event.pcr() == pcr)
                .anyMatch(event -> event.variation()
                        .filter(variation -> variation.numberVaries())
                        .isPresent());
        return predicted.get().onlyVaries() && !open ? EVENTS : NOTHING;
    }
}
