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
    private KeylimeParser() {}

    /** Why the parser does not read a log; empty when it does. */
    public static Optional<Refusal> refusal(EventLog log) {
        return log.format() == EventLog.Format.SHA1
                ? Optional.of(Refusal.ofLog("Keylime can't read logs of TPM 1.2"))
                : refusal(log.events());
    }

    /** @param events all but the log's header */
    static Optional<Refusal> refusal(List<LogEvent> events) {
        return events.stream()
                .filter(event -> event.pcr() == LogEvent.NO_PCR
                        || event.pcr() != 0 && event.type().equals(EventType.EV_NO_ACTION))
                .findFirst()
                .map(event ->
                        Refusal.ofEvent(event.number(), "Keylime's parser does not read logs with such events"));
    }
}
