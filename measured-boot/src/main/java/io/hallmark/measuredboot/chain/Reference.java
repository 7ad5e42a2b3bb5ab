package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The reference log as stages look at it: what a node of the class measured when it booted something similar. */
public final class Reference {
    private final EventLog log;

    public Reference(EventLog log) {
        this.log = log;
    }

    /** An event of the reference log, with its text as GRUB and shim log it. */
    record Event(LogEvent log, String text) {}

    /** The events of one PCR and type, in order. */
    List<Event> events(int pcr, EventType type) {
        List<Event> found = new ArrayList<>();
        for (LogEvent event : log.events()) {
            if (event.pcr() == pcr && event.type().equals(type)) {
                found.add(new Event(event, text(event)));
            }
        }
        return found;
    }

    /** All events, in order. */
    List<Event> all() {
        return log.events().stream().map(event -> new Event(event, text(event))).toList();
    }

    /** The authority event of PCR 7 that names this variable, if there is one. */
    Optional<Event> authority(String variable) {
        return events(7, EventType.EV_EFI_VARIABLE_AUTHORITY).stream()
                .filter(event -> EfiVariable.of(event.log().data())
                        .filter(v -> v.name().equals(variable))
                        .isPresent())
                .findFirst();
    }

    /** Whether an image with this digest was started in that boot. */
    boolean booted(Digests authenticode) {
        return log.events().stream()
                .anyMatch(event -> event.pcr() == 4
                        && event.type().equals(EventType.EV_EFI_BOOT_SERVICES_APPLICATION)
                        && event.digests().agreesWith(authenticode));
    }

    private static String text(LogEvent event) {
        byte[] data = event.data().bytes();
        int end = data.length;
        while (end > 0 && data[end - 1] == 0) {
            end--;
        }
        return new String(data, 0, end, StandardCharsets.UTF_8);
    }
}
