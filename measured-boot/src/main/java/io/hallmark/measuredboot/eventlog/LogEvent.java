package io.hallmark.measuredboot.eventlog;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.digest.Digests;

/**
 * One record of an event log.
 *
 * @param number position in the log, from 1; the Spec ID header of a crypto-agile log is number 0 and no LogEvent
 * @param offset of the record in the log file, in bytes; -1 for an event that was not read from one
 * @param pcr index, 0 to 2^31-1, or {@link #NO_PCR}
 * @param digests as logged; banks that Hallmark does not know are left out
 * @param data the Event field; opaque to replay
 */
public record LogEvent(int number, long offset, int pcr, EventType type, Digests digests, Content data) {
    /** The index 0xFFFFFFFF that Windows logs events with which belong to no PCR. */
    public static final int NO_PCR = -1;

    /** Whether the event was extended into a PCR. */
    public boolean extendsPcr() {
        return pcr != NO_PCR && type.isExtended();
    }
}
