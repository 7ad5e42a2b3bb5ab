package io.hallmark.measuredboot.eventlog.content;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.Finding;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.eventlog.Quirk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks through a log for what is odd about it; see {@link Quirk} for what each finding means. */
public final class Inspection {
    /** Types whose digest is of the event's data (PFP, "Event Types"); for the others it is of something else. */
    private static final Set<EventType> DIGEST_OF_DATA = Set.of(
            EventType.EV_SEPARATOR,
            EventType.EV_ACTION,
            EventType.EV_EFI_ACTION,
            EventType.EV_S_CRTM_VERSION,
            EventType.EV_EFI_VARIABLE_DRIVER_CONFIG,
            EventType.EV_EFI_VARIABLE_AUTHORITY,
            EventType.EV_EFI_GPT_EVENT);

    private final List<Finding> findings;
    private final Set<Quirk> told = new HashSet<>();
    private final Set<Integer> separated = new HashSet<>();

    private Inspection(EventLog log) {
        this.findings = new ArrayList<>(log.findings());
    }

    /** The findings of the reader and those of every event, in order of the events. */
    public static List<Finding> findings(EventLog log) {
        Inspection inspection = new Inspection(log);
        log.events().forEach(inspection::event);
        return List.copyOf(inspection.findings);
    }

    private void event(LogEvent event) {
        EventContent content = ContentDecoder.decode(event);
        if (content instanceof EventContent.Opaque opaque && opaque.reason().startsWith("not decodable")) {
            add(Quirk.UNDECODABLE, event, opaque.reason());
        }
        if (content instanceof EventContent.StartupLocality locality && locality.locality() != 0) {
            once(Quirk.STARTUP_LOCALITY, event, locality.words());
        }
        if (event.type().equals(EventType.EV_EFI_HCRTM_EVENT)) {
            once(Quirk.H_CRTM, event, "H-CRTM sequence");
        }
        if (event.pcr() == LogEvent.NO_PCR) {
            once(Quirk.NO_PCR, event, "on PCR 0xFFFFFFFF");
        } else if (event.type().equals(EventType.EV_NO_ACTION) && event.pcr() != 0) {
            once(Quirk.NO_ACTION_ON_PCR, event, "EV_NO_ACTION on PCR " + event.pcr());
        }
        separator(event, content);
        digest(event);
    }

    private void separator(LogEvent event, EventContent content) {
        if (event.type().equals(EventType.EV_SEPARATOR)) {
            boolean error = content instanceof EventContent.Separator separator && separator.value() == 1;
            if (error || event.data().size() != 4) {
                add(Quirk.ODD_SEPARATOR, event, "of " + event.data().size() + " bytes" + (error ? ", value 1" : ""));
            }
            separated.add(event.pcr());
        } else if ((event.pcr() == 2 || event.pcr() == 3) && event.extendsPcr() && separated.contains(event.pcr())) {
            once(Quirk.AFTER_SEPARATOR, event, event.type() + " in PCR " + event.pcr());
        }
    }

    private void digest(LogEvent event) {
        if (!DIGEST_OF_DATA.contains(event.type()) || !event.extendsPcr()) {
            return;
        }
        for (Digest digest : event.digests().all()) {
            Bank bank = digest.bank();
            if (!bank.hash(event.data().bytes()).equals(digest)) {
                add(
                        Quirk.DIGEST_NOT_OF_DATA,
                        event,
                        event.type() + " in PCR " + event.pcr() + ", bank " + bank.label());
                return;
            }
        }
    }

    private void once(Quirk quirk, LogEvent event, String what) {
        if (told.add(quirk)) {
            add(quirk, event, what);
        }
    }

    private void add(Quirk quirk, LogEvent event, String what) {
        String where = event.offset() < 0 ? "" : " at offset " + event.offset();
        findings.add(quirk.finding(event.number(), "event " + event.number() + where + ": " + what));
    }
}
