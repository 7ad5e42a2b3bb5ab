package io.hallmark.measuredboot.eventlog;

/**
 * Something odd in an event log that does not keep it from being replayed.
 *
 * @param event number of the event, or 0 for the log as a whole
 * @param severity whether it makes a PCR value doubtful
 * @param code a stable short name: {@code undecodable-content}, {@code fewer-digests}
 * @param message one line: what, where, and what to do where something can be done
 */
public record Finding(int event, Severity severity, String code, String message) {
    /** How much a finding matters. */
    public enum Severity {
        /** A curiosity: values are as reliable as without it. */
        NOTE,
        /** Look at it: what is shown of the event, or the quality of the log, is doubtful. */
        WARNING,
        /** A PCR value that follows from the log is incomplete or doubtful. */
        ERROR
    }
}
