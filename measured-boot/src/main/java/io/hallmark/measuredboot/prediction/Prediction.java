package io.hallmark.measuredboot.prediction;

import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.digest.Bank;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The event log that a node of a hardware profile will write when it boots a chain, and the PCR values that follow.
 *
 * @param banks of the values, in the order of the reference log
 * @param events in the order of the log
 * @param pcrs those that an event extends, by index
 * @param notCovered what the chain loads that no PCR covers, with what to do about it; one line each
 */
public record Prediction(
        List<Bank> banks, List<PredictedEvent> events, List<PredictedPcr> pcrs, List<String> notCovered) {
    public Prediction {
        banks = List.copyOf(banks);
        events = List.copyOf(events);
        pcrs = List.copyOf(pcrs);
        notCovered = List.copyOf(notCovered);
    }

    /** The value of a PCR, if an event extends it. */
    public Optional<PredictedPcr> pcr(int index) {
        return pcrs.stream().filter(pcr -> pcr.pcr() == index).findFirst();
    }

    /**
     * The same prediction after the self-test gate: PCRs that the test has not proven are not enforceable, and the
     * reason names the first diverging event.
     */
    public Prediction gated(SelfTest test) {
        return withPcrs(
                pcr -> test.proven().contains(pcr.pcr()) ? Optional.empty() : Optional.of(unproven(test, pcr.pcr())));
    }

    /** The same prediction with those PCRs not enforceable that the chain measures into, for this reason. */
    public Prediction chainNotEnforceable(String reason) {
        return withPcrs(pcr -> events.stream()
                        .anyMatch(
                                event -> event.pcr() == pcr.pcr() && event.provenance() instanceof Provenance.Computed)
                ? Optional.of(reason)
                : Optional.empty());
    }

    /** The same prediction in these of its banks. */
    public Prediction only(Collection<Bank> wanted) {
        return new Prediction(
                banks.stream().filter(wanted::contains).toList(),
                events.stream()
                        .map(event -> new PredictedEvent(
                                event.pcr(),
                                event.type(),
                                event.digests().only(wanted),
                                event.data(),
                                event.description(),
                                event.provenance(),
                                event.variation()))
                        .toList(),
                pcrs.stream()
                        .map(pcr -> new PredictedPcr(pcr.pcr(), pcr.values().only(wanted), pcr.notEnforceable()))
                        .toList(),
                notCovered);
    }

    /** Adds reasons; one that is there stays, unless it is only that events vary: then the others may still be judged. */
    private Prediction withPcrs(Function<PredictedPcr, Optional<String>> reason) {
        List<PredictedPcr> checked = pcrs.stream()
                .map(pcr -> new PredictedPcr(
                        pcr.pcr(),
                        pcr.values(),
                        pcr.notEnforceable()
                                .filter(known -> !pcr.onlyVaries())
                                .or(() -> reason.apply(pcr))
                                .or(pcr::notEnforceable)))
                .toList();
        return new Prediction(banks, events, checked, notCovered);
    }

    private static String unproven(SelfTest test, int pcr) {
        return test.divergence(pcr)
                .map(d -> "self-test: event " + d.event() + " of the reference log is not re-derived: expected "
                        + d.expected() + ", found " + d.found() + "; " + d.cause())
                .orElse("self-test: the reference log has no event of this PCR, so its rules are not proven on this"
                        + " hardware");
    }
}
