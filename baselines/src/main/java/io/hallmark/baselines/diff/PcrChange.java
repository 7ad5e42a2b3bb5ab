package io.hallmark.baselines.diff;

import io.hallmark.measuredboot.digest.Digests;
import java.util.List;
import java.util.Optional;

/**
 * A PCR before and after.
 *
 * @param before values; absent when the PCR was not in the baseline
 * @param after values; absent when it is not any more
 * @param causes the artifacts or settings that its changed events follow from, in order
 * @param wasEnforceable whether nodes could be held to it before
 * @param notEnforceable why nodes can't be held to it now
 */
public record PcrChange(
        int pcr,
        Optional<Digests> before,
        Optional<Digests> after,
        List<String> causes,
        boolean wasEnforceable,
        Optional<String> notEnforceable) {
    public PcrChange {
        causes = List.copyOf(causes);
    }

    public boolean changed() {
        return !before.equals(after);
    }

    /** Whether nodes were held to it and are not any more. */
    public boolean shrinks() {
        return wasEnforceable && notEnforceable.isPresent();
    }
}
