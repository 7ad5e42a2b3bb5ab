package io.hallmark.verifierbridge.keylime.example;

import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import java.util.List;
import java.util.Optional;

/**
 * Which logs Keylime reads at all, whatever policy it asks: it has tpm2_eventlog read them; the rules here are those of
 * version 5.4.
 */
public final class KeylimeParser {
    private static final int TYPE = 4;
    private static final int DIGEST = 8;
    private static final int DIGEST_END = 28;

    /** What {@link EventLog#findings} calls bytes after the last event. */
    private static final String PADDING = "padding";

    private KeylimeParser() {}

    /**
     * Why the parser does not read a log; empty when it does.
     *
     * @param bytes of the log, of which it looks at the header more closely
     */
    public static Optional<Refusal> refusal(byte[] bytes, EventLog log) {
        return log.format() == EventLog.Format.SHA1
                ? refusal(log)
                : header(bytes).or(() -> refusal(log));
    }

    /** The same without a look at the header. */
    public static Optional<Refusal> refusal(EventLog log) {
        if (log.format() == EventLog.Format.SHA1) {
            return Optional.of(Refusal.ofLog("Keylime can't read logs of TPM 1.2"));
        }
        return refusal(log.events())
                .or(() -> log.findings().stream()
                        .filter(finding -> finding.code().equals(PADDING))
                        .findFirst()
                        .map(finding -> Refusal.ofLog("Keylime's parser reads on after the last event: "
                                + finding.message() + "; record the log anew without them")));
    }

    /** The event that says which banks follow must be in PCR 0 and have a digest of zeros, as in the specification. */
    private static Optional<Refusal> header(byte[] bytes) {
        for (int i = 0; i < Math.min(DIGEST_END, bytes.length); i++) {
            boolean zero = i < TYPE || i >= DIGEST;
            if (zero && bytes[i] != 0) {
                return Optional.of(Refusal.ofLog("Keylime's parser does not read logs whose header is "
                        + (i < TYPE
                                ? "not in PCR 0, such as those of confidential virtual machines"
                                : "given a digest")));
            }
        }
        return Optional.empty();
    }

    /** @param events all but the log's header */
    static Optional<Refusal> refusal(List<LogEvent> events) {
        return events.stream()
                .filter(event -> event.pcr() == LogEvent.NO_PCR
                        || event.pcr() != 0 && event.type().equals(EventType.EV_NO_ACTION))
                .findFirst()
                .map(event -> Refusal.ofEvent(event.number(), "Keylime's parser does not read logs with such events"));
    }
}
