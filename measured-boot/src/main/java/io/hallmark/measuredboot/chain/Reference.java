package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.grub.GrubReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The reference log as stages look at it: what a node of the class measured when it booted something similar. */
public final class Reference {
    private final List<Event> all;
    private final List<Authority> authorities;
    private final List<Digests> images;
    private final List<Event> grub;
    private final GrubReference grubReference;

    /** Reads the log once; it may then be asked for any number of predictions. */
    public Reference(EventLog log) {
        this.all = log.events().stream()
                .map(event -> new Event(event, text(event)))
                .toList();
        this.authorities = all.stream()
                .filter(event ->
                        event.log().pcr() == 7 && event.log().type().equals(EventType.EV_EFI_VARIABLE_AUTHORITY))
                .flatMap(event -> EfiVariable.of(event.log().data()).stream()
                        .map(variable -> new Authority(event, variable.name())))
                .toList();
        this.images = log.events().stream()
                .filter(event -> event.pcr() == 4 && event.type().equals(EventType.EV_EFI_BOOT_SERVICES_APPLICATION))
                .map(LogEvent::digests)
                .toList();
        this.grub = all.stream()
                .filter(event -> event.log().type().equals(EventType.EV_IPL))
                .filter(event -> event.log().pcr() == 8 || event.log().pcr() == 9)
                .toList();
        this.grubReference = new GrubReference(grub.stream()
                .map(event -> new GrubReference.Entry(event.log().pcr(), event.text()))
                .toList());
    }

    /** An event of PCR 7 about a variable. */
    private record Authority(Event event, String variable) {}

    /** An event of the reference log, with its text as GRUB and shim log it. */
    record Event(LogEvent log, String text) {}

    /** The first event of a PCR and type with this text, if there is one. */
    Optional<Event> event(int pcr, EventType type, String text) {
        for (Event event : all) {
            if (event.log().pcr() == pcr
                    && event.log().type().equals(type)
                    && event.text().equals(text)) {
                return Optional.of(event);
            }
        }
        return Optional.empty();
    }

    /** GRUB's events of PCR 8 and 9, in order. */
    List<Event> grub() {
        return grub;
    }

    /** What GRUB's events show of the machine. */
    GrubReference grubReference() {
        return grubReference;
    }

    /** The authority event of PCR 7 that names this variable, if there is one. */
    Optional<Event> authority(String variable) {
        for (Authority authority : authorities) {
            if (authority.variable().equals(variable)) {
                return Optional.of(authority.event());
            }
        }
        return Optional.empty();
    }

    /** Whether an image with this digest was started in that boot. */
    boolean booted(Digests authenticode) {
        for (Digests image : images) {
            if (image.agreesWith(authenticode)) {
                return true;
            }
        }
        return false;
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
