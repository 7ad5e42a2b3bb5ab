package io.hallmark.measuredboot.eventlog;

import io.hallmark.measuredboot.eventlog.Finding.Severity;

/** What firmware and systems do that the specification does not, or allows only just: one row each, by name. */
public enum Quirk {
    PADDING(
            "padding",
            Severity.NOTE,
            "The log is padded with 0xFF or zeros up to the size of its area; CCEL tables of confidential virtual"
                    + " machines are."),
    TRUNCATED(
            "truncated",
            Severity.ERROR,
            "The log ends in the middle of a record: it was cut when it was copied, or the area was full."),
    FEWER_DIGESTS(
            "fewer-digests",
            Severity.WARNING,
            "The event lacks the digest of a bank that the header declares: Windows and Intel TXT log some events for"
                    + " SHA-256 only. The bank's value can't be told from the log.");

    private final String code;
    private final Severity severity;
    private final String explanation;

    Quirk(String code, Severity severity, String explanation) {
        this.code = code;
        this.severity = severity;
        this.explanation = explanation;
    }

    /** The stable short name: {@code fewer-digests}. */
    public String code() {
        return code;
    }

    /** What is behind it, in a few sentences. */
    public String explanation() {
        return explanation;
    }

    Finding finding(int event, String message) {
        return new Finding(event, severity, code, message);
    }
}
