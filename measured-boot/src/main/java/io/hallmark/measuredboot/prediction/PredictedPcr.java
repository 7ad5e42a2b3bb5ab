package io.hallmark.measuredboot.prediction;

import io.hallmark.measuredboot.digest.Digests;
import java.util.Optional;

/**
 * A PCR after the predicted boot.
 *
 * @param pcr index, 0 to 23
 * @param values in the banks that the events carry completely; empty when an event varies
 * @param notEnforceable why a verifier must not hold nodes to the value; absent when it may
 */
public record PredictedPcr(int pcr, Digests values, Optional<String> notEnforceable) {
    /** What {@link #notEnforceable} begins with when only varying events keep the value from being known. */
    static final String VARIES = "varies: ";

    /**
     * Whether nothing but varying events stands against the value: a verifier that judges event by event can still hold
     * nodes to the others.
     */
    public boolean onlyVaries() {
        return notEnforceable.filter(reason -> reason.startsWith(VARIES)).isPresent();
    }
}
