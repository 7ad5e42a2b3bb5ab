package io.hallmark.verifierbridge.rim;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogWriter;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.prediction.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The expected event log in the binary form that firmware writes ({@code TCG_EventLog_Assertion}). Events whose digests
 * vary from node to node are not in it: a manifest can only assert what is certain.
 */
final class SupportRim {
    private static final Set<EventType> IMAGES = Set.of(
            EventType.EV_EFI_BOOT_SERVICES_APPLICATION,
            EventType.EV_EFI_BOOT_SERVICES_DRIVER,
            EventType.EV_EFI_RUNTIME_SERVICES_DRIVER);

    /** UEFI_IMAGE_LOAD_EVENT (PFP, "Measuring UEFI Boot Applications"): addresses and lengths of 0, no device path. */
    private static final Content UNKNOWN_LOCATION = new Content(new byte[4 * 8]);

    private SupportRim() {}

    static byte[] of(Prediction prediction) {
        List<LogEvent> events = new ArrayList<>();
        for (PredictedEvent event : prediction.events()) {
            if (event.variation().isEmpty() && event.digests().banks().containsAll(prediction.banks())) {
                events.add(
                        new LogEvent(events.size() + 1, -1, event.pcr(), event.type(), event.digests(), data(event)));
            }
        }
        return EventLogWriter.write(new EventLog(EventLog.Format.CRYPTO_AGILE, prediction.banks(), events, List.of()));
    }

    /** Where an image will lie in memory can't be known; readers want the fields all the same. */
    private static Content data(PredictedEvent event) {
        return event.data().size() == 0 && IMAGES.contains(event.type()) ? UNKNOWN_LOCATION : event.data();
    }
}
