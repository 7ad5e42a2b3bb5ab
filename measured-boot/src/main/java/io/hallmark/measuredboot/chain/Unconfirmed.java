package io.hallmark.measuredboot.chain;

import java.util.Objects;

/**
 * Something that events were predicted by and that no recorded boot confirms, or that depends on the hardware. The PCR is held
 * against nodes only where the profile's own boot was predicted by it, too, and came out right.
 *
 * @param pcr index, 0 to 23
 * @param rule what is not confirmed, as a noun phrase without versions that a boot of a neighbouring release would not prove
 */
public record Unconfirmed(int pcr, String rule) {
    public Unconfirmed {
        Objects.requireNonNull(rule);
    }
}
