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
                    + " SHA-256 only, and then cap the SHA-1 bank with an extend of zeros that is not logged. The bank's"
                    + " values can't be told from the log."),
    STARTUP_LOCALITY(
            "startup-locality",
            Severity.NOTE,
            "The TPM was started from another locality than 0, which PCR 0 begins with: Dell, Lenovo, Azure."),
    H_CRTM(
            "h-crtm",
            Severity.NOTE,
            "The firmware's root of trust was measured before TPM2_Startup, so PCR 0 begins with locality 4."),
    NO_ACTION_ON_PCR(
            "no-action-on-pcr",
            Severity.NOTE,
            "EV_NO_ACTION events stand on other PCRs than 0: CCEL tables of confidential virtual machines. They extend"
                    + " nothing."),
    NO_PCR(
            "no-pcr",
            Severity.NOTE,
            "Events on PCR 0xFFFFFFFF belong to no PCR: Windows writes them to describe the boot."),
    DIGEST_ORDER(
            "digest-order",
            Severity.NOTE,
            "The order of digests changes from event to event: HPE ProLiant Gen10. Each carries its algorithm, so nothing"
                    + " is lost."),
    AFTER_SEPARATOR(
            "after-separator",
            Severity.NOTE,
            "Firmware measured into a PCR of firmware after its separator: AMD's AGESA (0x8401), boot variables, late"
                    + " drivers. A separator does not end a PCR."),
    ODD_SEPARATOR(
            "odd-separator",
            Severity.WARNING,
            "A separator with the error value 1 or of another size than 4 bytes: firmware reports a failed measurement,"
                    + " or pads (coreboot, 50 bytes)."),
    UNDECODABLE(
            "undecodable-content",
            Severity.NOTE,
            "The event's content is not as its type says. Replay does not need it."),
    DIGEST_NOT_OF_DATA(
            "digest-not-of-data",
            Severity.WARNING,
            "The digest is not of the event's data, though it is for this type by the specification: firmware measured"
                    + " other bytes than it logged (Dell's CRTM version, old shims' authorities).");

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

    /** A finding of this kind. */
    public Finding finding(int event, String message) {
        return new Finding(event, severity, code, message);
    }
}
