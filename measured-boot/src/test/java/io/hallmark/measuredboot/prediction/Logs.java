package io.hallmark.measuredboot.prediction;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Small made-up logs, for rules about order. */
final class Logs {
    static final List<Bank> BANKS = List.of(Bank.SHA256);

    private final List<LogEvent> events = new ArrayList<>();

    static Logs log() {
        return new Logs();
    }

    /** An event whose digest is of its text. */
    Logs event(int pcr, EventType type, String text) {
        byte[] data = text.getBytes(StandardCharsets.US_ASCII);
        events.add(new LogEvent(events.size() + 1, -1, pcr, type, Digests.hash(BANKS, data), new Content(data)));
        return this;
    }

    Logs separator(int pcr) {
        return event(pcr, EventType.EV_SEPARATOR, "\0\0\0\0");
    }

    Logs calling() {
        return event(4, EventType.EV_EFI_ACTION, "Calling EFI Application from Boot Option");
    }

    Logs image(String name) {
        return event(4, EventType.EV_EFI_BOOT_SERVICES_APPLICATION, name);
    }

    EventLog build() {
        return new EventLog(EventLog.Format.CRYPTO_AGILE, BANKS, events, List.of());
    }
}
