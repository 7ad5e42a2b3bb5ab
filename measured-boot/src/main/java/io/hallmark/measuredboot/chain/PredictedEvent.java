package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import java.util.Optional;

/**
 * An event that the next boot will log.
 *
 * @param pcr index, 0 to 23, or {@link LogEvent#NO_PCR}
 * @param digests in every bank of the profile; empty when the event varies by template
 * @param data the Event field as far as it can be known (load addresses can't)
 * @param description what is measured, in a few words: {@code \EFI\BOOT\BOOTX64.EFI}, {@code section .linux}
 */
public record PredictedEvent(
        int pcr,
        EventType type,
        Digests digests,
        Content data,
        String description,
        Provenance provenance,
        Optional<Variation> variation) {
    /** The last PCR of a PC's TPM (TCG PC Client Platform TPM Profile, "PCR Attributes"). */
    public static final int LAST_PCR = 23;

    /** @throws MeasuredBootException when there is no such PCR */
    public PredictedEvent {
        if (pcr != LogEvent.NO_PCR && (pcr < 0 || pcr > LAST_PCR)) {
            throw new MeasuredBootException("an event of type " + type.name() + " is on PCR " + pcr
                    + ", and a PC's TPM has PCRs 0 to " + LAST_PCR
                    + ": take the reference log from the machine anew, it is damaged or of another kind of device");
        }
    }

    /** Whether the event is extended into a PCR, as {@link LogEvent#extendsPcr}. */
    public boolean extendsPcr() {
        return pcr != LogEvent.NO_PCR && type.isExtended();
    }
}
