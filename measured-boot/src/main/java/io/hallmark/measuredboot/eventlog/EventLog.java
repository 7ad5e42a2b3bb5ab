package io.hallmark.measuredboot.eventlog;

import io.hallmark.measuredboot.digest.Bank;
import java.util.List;

/**
 * A TCG event log.
 *
 * @param format how its records are laid out
 * @param banks that the log declares, in the header's order, as far as Hallmark knows them
 * @param events all records but the Spec ID header, in order
 * @param findings what was odd about it
 */
public record EventLog(Format format, List<Bank> banks, List<LogEvent> events, List<Finding> findings) {
    public EventLog {
        banks = List.copyOf(banks);
        events = List.copyOf(events);
        findings = List.copyOf(findings);
    }

    /** The two record layouts of the PC Client Platform Firmware Profile, "Event Logging". */
    public enum Format {
        /** TCG_PCR_EVENT: one SHA-1 digest a record (TCG 1.2). */
        SHA1,
        /** TCG_PCR_EVENT2 after a Spec ID header: a digest list a record. */
        CRYPTO_AGILE
    }
}
