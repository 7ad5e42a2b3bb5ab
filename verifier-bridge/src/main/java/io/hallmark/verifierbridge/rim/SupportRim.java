package io.hallmark.verifierbridge.rim;

import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogWriter;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.prediction.Prediction;
import java.util.ArrayList;
import java.util.List;

/**
 * The expected event log in the binary form that firmware writes ({@code TCG_EventLog_Assertion}). Events whose digests
 * vary from node to node are not in it: a manifest can only assert what is certain.
 */
final class SupportRim {
    private SupportRim() {}

    static byte[] of(Prediction prediction) {
        List<LogEvent> events = new ArrayList<>();
        for (PredictedEvent event : prediction.events()) {
            if (event.variation().isEmpty() && event.digests().banks().containsAll(prediction.banks())) {
                events.add(
                        new LogEvent(events.size() + 1, -1, event.pcr(), event.type(), event.digests(), event.data()));
            }
        }
        return EventLogWriter.write(new EventLog(EventLog.Format.CRYPTO_AGILE, prediction.banks(), events, List.of()));
    }
}
