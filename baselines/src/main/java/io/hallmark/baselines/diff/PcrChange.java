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
 * @param asked whether the settings list it as one to enforce
 * @param wasEnforced whether verifiers held nodes to its value: it could be enforced, and the settings asked for it
 * @param shrinks whether verifiers held nodes to more of it before: to its value, or to those of its events that don't vary
 * @param notEnforced why verifiers do not hold nodes to it now
 */
public record PcrChange(
        int pcr,
        Optional<Digests> before,
        Optional<Digests> after,
        List<String> causes,
        boolean asked,
        boolean wasEnforced,
        boolean shrinks,
        Optional<String> notEnforced) {
    public PcrChange {
        causes = List.copyOf(causes);
    }

    /** Whether a node shows another value than before; a bank that only one side has is no other value. */
    public boolean changed() {
        return before.isPresent() && after.isPresent() ? !before.get().agreesWith(after.get()) : !before.equals(after);
    }
}
