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
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The PCR values that follow from predicted events, and whether nodes may be held to them.
 *
 * <p>One prediction differs from others in a few events, and those of a chain measure the same on different hardware, so a PCR
 * that is extended with the same digests as before is not computed again. For use by any number of threads.
 */
final class PcrResults {
    private static final Remembered<Extends, Digests> VALUES = new Remembered<>(8192);

    private final List<Bank> banks;

    PcrResults(List<Bank> banks) {
        this.banks = banks;
    }

    /** What a PCR other than 0 is extended with. */
    private record Extends(List<Bank> banks, List<Digests> digests) {}

    /** All PCRs that events extend, by index. */
    SortedMap<Integer, PredictedPcr> of(List<PredictedEvent> events) {
        SortedMap<Integer, PredictedPcr> results = new TreeMap<>();
        for (PredictedEvent event : events) {
            if (event.extendsPcr() && !results.containsKey(event.pcr())) {
                results.put(event.pcr(), of(event.pcr(), events));
            }
        }
        return results;
    }

    /** One PCR, which some of the events extend. */
    PredictedPcr of(int pcr, List<PredictedEvent> events) {
        List<PredictedEvent> own = extending(pcr, events);
        return new PredictedPcr(pcr, pcr == 0 ? first(own, events) : other(pcr, own), reason(own));
    }

    /** The events that extend a PCR, in order. */
    static List<PredictedEvent> extending(int pcr, List<PredictedEvent> events) {
        List<PredictedEvent> own = new ArrayList<>();
        for (PredictedEvent event : events) {
            if (event.pcr() == pcr && event.extendsPcr()) {
                own.add(event);
            }
        }
        return own;
    }

    /** PCR 0 begins with what events say that extend nothing. */
    private Digests first(List<PredictedEvent> own, List<PredictedEvent> events) {
        return values(
                0, own, events.stream().filter(event -> !event.extendsPcr()).toList());
    }

    private Digests other(int pcr, List<PredictedEvent> own) {
        List<Digests> digests = new ArrayList<>(own.size());
        own.forEach(event -> digests.add(event.digests()));
        return VALUES.of(new Extends(banks, digests), key -> values(pcr, own, List.of()));
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
}
