package io.hallmark.measuredboot.chain;

import java.util.Optional;

/**
 * Why an event differs from node to node or from boot to boot.
 *
 * @param reason in words
 * @param template the measured text with per-node variables in it ({@code ip=${ip} BOOTIF=${mac}}), for verifiers that
 *     judge event by event
 */
public record Variation(String reason, Optional<String> template) {
    private static final String NUMBER = " from here on";

    /** A variation of how many events firmware measures into a PCR, from this event on. */
    public static Variation ofNumber(String log, int events, int pcr, String others) {
        return new Variation(
                log + " has " + events + " events of firmware in PCR " + pcr + NUMBER + ", " + others,
                Optional.empty());
    }

    /** Whether not only this event differs, but also how many follow in its PCR. */
    public boolean numberVaries() {
        return template.isEmpty() && reason.contains(NUMBER);
    }
}
