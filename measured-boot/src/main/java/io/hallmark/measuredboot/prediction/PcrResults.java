package io.hallmark.measuredboot.prediction;

import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.eventlog.PcrValues;
import io.hallmark.measuredboot.eventlog.Replay;
import io.hallmark.measuredboot.io.Remembered;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The PCR values that follow from predicted events, and whether nodes may be held to them.
 *
 * <p>One prediction differs from others in a few events, and those of a chain measure the same on different hardware, so a PCR
 * that is extended with the same digests as before is not computed again. For use by any number of threads.
 */
final class PcrResults {
    private static final Remembered<Extends, Digests> VALUES = new Remembered<>(8192);

    private final List<Bank> banks;
    private final AtomicReference<Known> lastOfFirst = new AtomicReference<>();

    PcrResults(List<Bank> banks) {
        this.banks = banks;
    }

    /** What a PCR is extended with; PCR 0 also begins with what other events say, so it is known by its profile alone. */
    private record Extends(List<Bank> banks, List<Digests> digests) {}

    List<PredictedPcr> of(List<PredictedEvent> events) {
        Sorted sorted = Sorted.of(events);
        List<PredictedPcr> results = new ArrayList<>(sorted.byPcr().size());
        sorted.byPcr()
                .forEach((pcr, own) -> results.add(pcr == 0 ? first(own, sorted.notExtended()) : other(pcr, own)));
        return results;
    }

    private PredictedPcr other(int pcr, List<PredictedEvent> own) {
        List<Digests> digests = new ArrayList<>(own.size());
        own.forEach(event -> digests.add(event.digests()));
        return new PredictedPcr(
                pcr, VALUES.of(new Extends(banks, digests), key -> values(pcr, own, List.of())), reason(own));
    }

    private PredictedPcr first(List<PredictedEvent> own, List<PredictedEvent> notExtended) {
        Known known = lastOfFirst.get();
        if (known == null || !known.follows(own, notExtended)) {
            known = new Known(own, notExtended, new PredictedPcr(0, values(0, own, notExtended), reason(own)));
            lastOfFirst.set(known);
        }
        return known.result();
    }

    /** @param notExtended these may still say what PCR 0 begins with */
    private record Known(List<PredictedEvent> own, List<PredictedEvent> notExtended, PredictedPcr result) {
        boolean follows(List<PredictedEvent> events, List<PredictedEvent> others) {
            return own.equals(events) && notExtended.equals(others);
        }
    }

    private Digests values(int pcr, List<PredictedEvent> own, List<PredictedEvent> notExtended) {
        List<LogEvent> log = new ArrayList<>(own.size() + notExtended.size());
        notExtended.forEach(event -> log.add(logged(event, log.size() + 1)));
        own.forEach(event -> log.add(logged(event, log.size() + 1)));
        PcrValues values = Replay.of(log, banks);
        List<Digest> complete = new ArrayList<>();
        for (Bank bank : banks) {
            values.value(bank, pcr).ifPresent(complete::add);
        }
        return Digests.of(complete);
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
