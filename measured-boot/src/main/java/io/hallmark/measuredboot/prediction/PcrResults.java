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

/**
 * The PCR values that follow from predicted events, and whether nodes may be held to them.
 *
 * <p>Predictions for one hardware profile share most of what firmware measures, so the results of PCRs that a chain
 * leaves alone are computed once.
 */
final class PcrResults {
    private final List<Bank> banks;
    private final Sorted firmware;
    private final Map<Integer, PredictedPcr> ofFirmware;

    private PcrResults(List<Bank> banks, List<PredictedEvent> firmware) {
        this.banks = banks;
        this.firmware = Sorted.of(firmware);
        this.ofFirmware = new TreeMap<>();
        this.firmware
                .byPcr()
                .forEach((pcr, own) -> ofFirmware.put(pcr, compute(pcr, own, this.firmware.notExtended())));
    }

    /** The results of these events alone. */
    static List<PredictedPcr> of(List<PredictedEvent> events, List<Bank> banks) {
        return new PcrResults(banks, List.of()).of(events);
    }

    /** @param firmware what predictions share; a PCR that has exactly these events is not computed again */
    static PcrResults sharing(List<PredictedEvent> firmware, List<Bank> banks) {
        return new PcrResults(banks, firmware);
    }

    List<PredictedPcr> of(List<PredictedEvent> events) {
        Sorted sorted = Sorted.of(events);
        // What is not extended may still say what PCR 0 begins with.
        boolean same = sorted.notExtended().equals(firmware.notExtended());
        List<PredictedPcr> results = new ArrayList<>();
        sorted.byPcr()
                .forEach((pcr, own) -> results.add(
                        same && own.equals(firmware.byPcr().get(pcr))
                                ? ofFirmware.get(pcr)
                                : compute(pcr, own, sorted.notExtended())));
        return results;
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
