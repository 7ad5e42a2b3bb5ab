package io.hallmark.measuredboot.prediction;

import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.eventlog.PcrValues;
import io.hallmark.measuredboot.eventlog.Replay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The PCR values that follow from predicted events, and whether nodes may be held to them. */
final class PcrResults {
    private PcrResults() {}

    static List<PredictedPcr> of(List<PredictedEvent> events, List<Bank> banks) {
        List<LogEvent> log = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            PredictedEvent event = events.get(i);
            log.add(new LogEvent(i + 1, -1, event.pcr(), event.type(), event.digests(), event.data()));
        }
        PcrValues values = Replay.of(log, banks);
        TreeSet<Integer> pcrs = new TreeSet<>();
        log.stream().filter(LogEvent::extendsPcr).forEach(event -> pcrs.add(event.pcr()));
        List<PredictedPcr> results = new ArrayList<>();
        for (int pcr : pcrs) {
            List<PredictedEvent> own =
                    events.stream().filter(event -> event.pcr() == pcr).toList();
            results.add(new PredictedPcr(pcr, digests(values, banks, pcr), reason(own)));
        }
        return results;
    }

    private static Digests digests(PcrValues values, List<Bank> banks, int pcr) {
        List<Digest> complete = new ArrayList<>();
        for (Bank bank : banks) {
            values.value(bank, pcr).ifPresent(complete::add);
        }
        return Digests.of(complete);
    }

    private static Optional<String> reason(List<PredictedEvent> events) {
        for (PredictedEvent event : events) {
            if (event.variation().isPresent()) {
                return Optional.of(PredictedPcr.VARIES + event.variation().get().reason());
            }
        }
        for (PredictedEvent event : events) {
            if (event.provenance() instanceof Provenance.Assumed assumed) {
                return Optional.of("assumed: " + event.description() + ": " + assumed.reason());
            }
        }
        return Optional.empty();
    }
}
