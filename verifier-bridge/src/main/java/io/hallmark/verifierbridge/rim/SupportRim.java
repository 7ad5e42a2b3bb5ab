package io.hallmark.verifierbridge.rim;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogWriter;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.verifierbridge.format.Enforced;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The expected event log in the binary form that firmware writes ({@code TCG_EventLog_Assertion}): a manifest can only
 * assert what is certain. So it has the events of PCRs that are enforced, and where a PCR is not enforced only since events
 * of it vary from node to node, those that do not.
 *
 * @param events what is asserted
 * @param words for people: what is not
 */
record SupportRim(List<Bank> banks, List<LogEvent> events, List<String> words) {
    private static final Set<EventType> IMAGES = Set.of(
            EventType.EV_EFI_BOOT_SERVICES_APPLICATION,
            EventType.EV_EFI_BOOT_SERVICES_DRIVER,
            EventType.EV_EFI_RUNTIME_SERVICES_DRIVER);

    /** UEFI_IMAGE_LOAD_EVENT (PFP, "Measuring UEFI Boot Applications"): addresses and lengths of 0, no device path. */
    private static final Content UNKNOWN_LOCATION = new Content(new byte[4 * 8]);

    SupportRim {
        banks = List.copyOf(banks);
        events = List.copyOf(events);
        words = List.copyOf(words);
    }

    static SupportRim of(BaselineDocument baseline, AcceptedSet set) {
        Prediction prediction = set.prediction();
        Set<Integer> asserted = new HashSet<>();
        List<String> words = new ArrayList<>();
        for (PredictedPcr pcr : prediction.pcrs()) {
            Optional<String> reason = pcr.notEnforceable().filter(why -> !pcr.onlyVaries());
            if (!baseline.enforce().contains(pcr.pcr())) {
                words.add("PCR " + pcr.pcr() + " is not asserted: the settings do not enforce it");
            } else if (reason.isPresent()) {
                words.add("PCR " + pcr.pcr() + " is not asserted: " + reason.get());
            } else {
                asserted.add(pcr.pcr());
            }
        }
        List<LogEvent> events = new ArrayList<>();
        for (PredictedEvent event : prediction.events()) {
            boolean of = asserted.contains(event.pcr()) || event.pcr() == LogEvent.NO_PCR;
            if (of && Enforced.isCertain(set, event) && event.digests().banks().containsAll(prediction.banks())) {
                events.add(
                        new LogEvent(events.size() + 1, -1, event.pcr(), event.type(), event.digests(), data(event)));
            }
        }
        long varying = prediction.events().stream()
                .filter(event -> event.variation().isPresent() && asserted.contains(event.pcr()))
                .count();
        if (varying > 0) {
            words.add(0, varying + " events that vary from node to node are not asserted");
        }
        return new SupportRim(prediction.banks(), events, words);
    }

    byte[] bytes() {
        return EventLogWriter.write(new EventLog(EventLog.Format.CRYPTO_AGILE, banks, events, List.of()));
    }

    /** Whether it asserts any value. */
    boolean isEmpty() {
        return events.stream().noneMatch(LogEvent::extendsPcr);
    }

    /** Where an image will lie in memory can't be known; readers want the fields all the same. */
    private static Content data(PredictedEvent event) {
        return event.data().size() == 0 && IMAGES.contains(event.type()) ? UNKNOWN_LOCATION : event.data();
    }
}
