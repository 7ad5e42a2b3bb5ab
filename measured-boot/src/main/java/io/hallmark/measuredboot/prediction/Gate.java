package io.hallmark.measuredboot.prediction;

import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.eventlog.PcrValues;
import io.hallmark.measuredboot.eventlog.Replay;
import io.hallmark.measuredboot.prediction.SelfTest.Divergence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** A log that a node wrote, which predictions of what it booted are held against. */
public final class Gate {
    private final Map<Integer, List<LogEvent>> recorded = new HashMap<>();
    private final PcrValues values;

    /** Reads the log once; it may then be asked about any number of predictions. */
    public Gate(EventLog log) {
        this.values = Replay.of(log.events(), log.banks());
        for (LogEvent event : log.events()) {
            if (event.extendsPcr()) {
                recorded.computeIfAbsent(event.pcr(), pcr -> new ArrayList<>()).add(event);
            }
        }
    }

    /** Compares a prediction with the log, PCR by PCR, by the digests of every bank. */
    public SelfTest test(Prediction prediction) {
        TreeSet<Integer> pcrs = new TreeSet<>(recorded.keySet());
        prediction.pcrs().forEach(pcr -> pcrs.add(pcr.pcr()));
        List<Integer> proven = new ArrayList<>();
        List<Divergence> divergences = new ArrayList<>();
        for (int pcr : pcrs) {
            Optional<Divergence> first = hasSameValue(prediction, pcr)
                    ? Optional.empty()
                    : first(
                            pcr,
                            PcrResults.extending(pcr, prediction.events()),
                            recorded.getOrDefault(pcr, List.of()),
                            prediction);
            first.ifPresentOrElse(divergences::add, () -> proven.add(pcr));
        }
        return new SelfTest(proven, divergences);
    }

    /** No other events lead to the same value of a PCR; that the values differ says nothing yet of which event does. */
    private boolean hasSameValue(Prediction prediction, int pcr) {
        Optional<Digests> predicted = prediction.pcr(pcr).map(PredictedPcr::values);
        if (predicted.isEmpty()) {
            return false;
        }
        for (Bank bank : prediction.banks()) {
            Optional<Digest> value = predicted.get().in(bank);
            if (value.isEmpty() || !value.equals(values.value(bank, pcr))) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Divergence> first(
            int pcr, List<PredictedEvent> expected, List<LogEvent> found, Prediction prediction) {
        for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
            if (i >= expected.size()) {
                return Optional.of(new Divergence(
                        pcr,
                        found.get(i).number(),
                        "no further event",
                        words(
                                found.get(i),
                                bank(prediction, Digests.none(), found.get(i).digests())),
                        "the node measured something that the chain as described does not: a stage is missing in it, or"
                                + " firmware or loader of this version measure more than is known"));
            }
            if (i >= found.size()) {
                return Optional.of(new Divergence(
                        pcr,
                        0,
                        words(expected.get(i), bank(prediction, expected.get(i).digests(), Digests.none())),
                        "the end of the log",
                        "the node did not get as far, or did not boot the chain as described"));
            }
            if (!same(expected.get(i), found.get(i), prediction)) {
                Optional<Bank> bank =
                        bank(prediction, expected.get(i).digests(), found.get(i).digests());
                return Optional.of(new Divergence(
                        pcr,
                        found.get(i).number(),
                        words(expected.get(i), bank),
                        words(found.get(i), bank),
                        cause(expected, found, i)));
            }
        }
        return Optional.empty();
    }

    private static boolean same(PredictedEvent expected, LogEvent found, Prediction prediction) {
        if (expected.variation().isPresent() && expected.digests().isEmpty()) {
            return expected.type().equals(found.type());
        }
        return expected.digests().isSameIn(prediction.banks(), found.digests());
    }

    private static String cause(List<PredictedEvent> expected, List<LogEvent> found, int at) {
        PredictedEvent event = expected.get(at);
        if (event.provenance() instanceof Provenance.Assumed assumed) {
            return assumed.reason();
        }
        for (int later = at + 1; later < found.size(); later++) {
            if (found.get(later).digests().agreesWith(event.digests())) {
                return "the log has the expected event later, as event "
                        + found.get(later).number() + ": something else is measured before it";
            }
        }
        if (event.provenance() instanceof Provenance.Computed computed
                && !computed.artifacts().isEmpty()) {
            return "the node booted another " + String.join(" or ", computed.artifacts())
                    + " than the one that is described, or the rule '" + computed.rule()
                    + "' is not true for its version";
        }
        return "the chain's description differs from what the node booted";
    }

    /** A bank in which digests differ, to show them in; one line has room for one digest. */
    private static Optional<Bank> bank(Prediction prediction, Digests expected, Digests found) {
        return prediction.banks().stream()
                .filter(bank -> !expected.in(bank).equals(found.in(bank)))
                .min(Comparator.comparing(bank -> bank != Bank.SHA256));
    }

    private static String words(PredictedEvent event, Optional<Bank> bank) {
        return event.type() + " " + event.description() + digest(event.digests(), bank);
    }

    private static String words(LogEvent event, Optional<Bank> bank) {
        return event.type() + digest(event.digests(), bank);
    }

    private static String digest(Digests digests, Optional<Bank> bank) {
        return bank.flatMap(digests::in).map(digest -> " " + digest).orElse(" without a digest");
    }
}
