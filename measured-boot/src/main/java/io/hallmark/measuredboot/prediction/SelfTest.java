package io.hallmark.measuredboot.prediction;

import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.LogEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The self-test gate: a reference log must follow, bit by bit, from the artifacts that its node booted. A PCR that does
 * not is not enforced.
 *
 * @param proven indices of the PCRs that were re-derived
 * @param divergences the first diverging event of each of the others
 */
public record SelfTest(List<Integer> proven, List<Divergence> divergences) {
    public SelfTest {
        proven = List.copyOf(proven);
        divergences = List.copyOf(divergences);
    }

    /**
     * The first event of a PCR that is not as predicted.
     *
     * @param event number in the reference log, or 0 when it is no event of it that differs: the log ends before, say
     * @param expected what was predicted, in words with a digest that differs
     * @param found what stands in the log
     * @param cause the likely cause and what to do
     */
    public record Divergence(int pcr, int event, String expected, String found, String cause) {

        /** All of it but the PCR, in one sentence. */
        public String words() {
            return (event == 0 ? "" : "event " + event + " of the reference log: ") + "expected " + expected
                    + ", found " + found + "; " + cause;
        }
    }

    /** Compares a prediction with a log that a node wrote, PCR by PCR, by the digests of every bank. */
    public static SelfTest compare(Prediction prediction, EventLog log) {
        Map<Integer, List<PredictedEvent>> expected = new HashMap<>();
        Map<Integer, List<LogEvent>> found = new HashMap<>();
        for (PredictedEvent event : prediction.events()) {
            if (event.extendsPcr()) {
                expected.computeIfAbsent(event.pcr(), pcr -> new ArrayList<>()).add(event);
            }
        }
        for (LogEvent event : log.events()) {
            if (event.extendsPcr()) {
                found.computeIfAbsent(event.pcr(), pcr -> new ArrayList<>()).add(event);
            }
        }
        TreeSet<Integer> pcrs = new TreeSet<>(found.keySet());
        prediction.pcrs().forEach(pcr -> pcrs.add(pcr.pcr()));
        List<Integer> proven = new ArrayList<>();
        List<Divergence> divergences = new ArrayList<>();
        for (int pcr : pcrs) {
            first(pcr, expected.getOrDefault(pcr, List.of()), found.getOrDefault(pcr, List.of()), prediction)
                    .ifPresentOrElse(divergences::add, () -> proven.add(pcr));
        }
        return new SelfTest(proven, divergences);
    }

    /** The divergence of a PCR, if it was not re-derived. */
    public Optional<Divergence> divergence(int pcr) {
        return divergences.stream().filter(d -> d.pcr() == pcr).findFirst();
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
        return expected.digests()
                .only(prediction.banks())
                .equals(found.digests().only(prediction.banks()));
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
