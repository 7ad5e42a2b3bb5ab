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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The PCR values that follow from predicted events, and whether nodes may be held to them.
 *
 * <p>One prediction for a hardware profile differs from the one before in a few events, so a PCR that has the same events
 * as then is not computed again. For use by any number of threads.
 */
final class PcrResults {
    private final List<Bank> banks;
    private final Map<Integer, Known> last = new ConcurrentHashMap<>();

    PcrResults(List<Bank> banks) {
        this.banks = banks;
    }

    List<PredictedPcr> of(List<PredictedEvent> events) {
        Sorted sorted = Sorted.of(events);
        List<PredictedPcr> results = new ArrayList<>();
        sorted.byPcr().forEach((pcr, own) -> {
            Known known = last.get(pcr);
            if (known == null || !known.follows(own, sorted.notExtended())) {
                known = new Known(own, sorted.notExtended(), compute(pcr, own, sorted.notExtended()));
                last.put(pcr, known);
            }
            results.add(known.result());
        });
        return results;
    }

    /** @param notExtended these may still say what PCR 0 begins with */
    private record Known(List<PredictedEvent> own, List<PredictedEvent> notExtended, PredictedPcr result) {
        boolean follows(List<PredictedEvent> events, List<PredictedEvent> others) {
            return own.equals(events) && notExtended.equals(others);
        }
    }

    private PredictedPcr compute(int pcr, List<PredictedEvent> own, List<PredictedEvent> notExtended) {
        List<LogEvent> log = new ArrayList<>(own.size() + notExtended.size());
        notExtended.forEach(event -> log.add(logged(event, log.size() + 1)));
        own.forEach(event -> log.add(logged(event, log.size() + 1)));
        PcrValues values = Replay.of(log, banks);
        List<Digest> complete = new ArrayList<>();
        for (Bank bank : banks) {
            values.value(bank, pcr).ifPresent(complete::add);
        }
        return new PredictedPcr(pcr, Digests.of(complete), reason(own));
    }

    private static LogEvent logged(PredictedEvent event, int number) {
        return new LogEvent(number, -1, event.pcr(), event.type(), event.digests(), event.data());
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

    /** Events by the PCR that they extend, each in the order of the log. */
    private record Sorted(Map<Integer, List<PredictedEvent>> byPcr, List<PredictedEvent> notExtended) {
        static Sorted of(List<PredictedEvent> events) {
            Map<Integer, List<PredictedEvent>> byPcr = new TreeMap<>();
            List<PredictedEvent> notExtended = new ArrayList<>();
            for (PredictedEvent event : events) {
                if (event.extendsPcr()) {
                    byPcr.computeIfAbsent(event.pcr(), pcr -> new ArrayList<>()).add(event);
                } else {
                    notExtended.add(event);
                }
            }
            return new Sorted(byPcr, notExtended);
        }
    }
}
