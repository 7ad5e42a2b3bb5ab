package io.hallmark.measuredboot.prediction;

import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.chain.Unconfirmed;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The event log that a node of a hardware profile will write when it boots a chain, and the PCR values that follow.
 *
 * @param banks of the values, in the order of the reference log
 * @param events in the order of the log
 * @param pcrs those that an event extends, and after the gate those that the reference log has events of, by index
 * @param notCovered what the chain loads that no PCR covers, with what to do about it; one line each
 * @param unconfirmed what the events were predicted by and no recording confirms; empty after {@link #confirmedBy}
 */
public record Prediction(
        List<Bank> banks,
        List<PredictedEvent> events,
        List<PredictedPcr> pcrs,
        List<String> notCovered,
        Set<Unconfirmed> unconfirmed) {
    private static final int PARTITION_TABLE_PCR = 5;

    /** One of which all is confirmed. */
    public Prediction(List<Bank> banks, List<PredictedEvent> events, List<PredictedPcr> pcrs, List<String> notCovered) {
        this(banks, events, pcrs, notCovered, Set.of());
    }

    public Prediction {
        unconfirmed = unconfirmed.isEmpty() ? Set.of() : Collections.unmodifiableSet(new LinkedHashSet<>(unconfirmed));
        banks = List.copyOf(banks);
        events = List.copyOf(events);
        pcrs = List.copyOf(pcrs);
        notCovered = List.copyOf(notCovered);
    }

    /** The value of a PCR, if an event extends it. */
    public Optional<PredictedPcr> pcr(int index) {
        for (PredictedPcr pcr : pcrs) {
            if (pcr.pcr() == index) {
                return Optional.of(pcr);
            }
        }
        return Optional.empty();
    }

    /**
     * The same prediction after the self-test gate: PCRs that the test has not proven are not enforceable, and the
     * reason names the first diverging event. PCRs that only the reference log has events of are added as such.
     */
    public Prediction gated(SelfTest test) {
        Prediction checked = withPcrs(
                pcr -> test.proven().contains(pcr.pcr()) ? Optional.empty() : Optional.of(unproven(test, pcr.pcr())));
        // A PCR that nothing is predicted for, though the reference log has events of it, is no more proven than
        // others.
        List<PredictedPcr> all = new ArrayList<>(checked.pcrs);
        for (SelfTest.Divergence divergence : test.divergences()) {
            if (pcr(divergence.pcr()).isEmpty()) {
                all.add(new PredictedPcr(
                        divergence.pcr(), Digests.none(), Optional.of(unproven(test, divergence.pcr()))));
            }
        }
        if (all.size() == checked.pcrs.size()) {
            return checked;
        }
        all.sort(Comparator.comparingInt(PredictedPcr::pcr));
        return new Prediction(banks, events, all, notCovered, unconfirmed);
    }

    /**
     * The same prediction with those PCRs not enforceable that follow from something no recording confirms and the profile's own
     * boot did not go by either.
     *
     * @param booted the prediction of the reference log, which the self-test holds against that log
     */
    public Prediction confirmedBy(Prediction booted) {
        if (unconfirmed.isEmpty()) {
            return this;
        }
        Prediction checked = withPcrs(pcr -> unconfirmed.stream()
                .filter(item -> item.pcr() == pcr.pcr() && !booted.unconfirmed.contains(item))
                .findFirst()
                .map(item -> "no recorded boot confirms " + item.rule()
                        + ", and the reference log is of a boot without it: record a boot with it and make its log the"
                        + " reference log"));
        return new Prediction(banks, events, checked.pcrs, notCovered);
    }

    /**
     * The same prediction with those PCRs not enforceable that the chain measures into, for this reason; and PCR 5, where
     * firmware measures the partition table of a disk that it boots from (PFP, "PCR[5]").
     */
    public Prediction chainNotEnforceable(String reason) {
        return withPcrs(pcr -> pcr.pcr() == PARTITION_TABLE_PCR
                        || events.stream()
                                .anyMatch(event ->
                                        event.pcr() == pcr.pcr() && event.provenance() instanceof Provenance.Computed)
                ? Optional.of(reason)
                : Optional.empty());
    }

    /** The same prediction in these of its banks; of a bank that it lacks it is said that nothing is covered there. */
    public Prediction only(Collection<Bank> wanted) {
        List<String> lacking = wanted.stream()
                .filter(bank -> !banks.contains(bank))
                .map(bank -> "In bank " + bank.label()
                        + " there are no golden values, since not every reference log of the"
                        + " profile carries it completely: record a log that does, or hold nodes to another bank.")
                .toList();
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
                Stream.concat(notCovered.stream(), lacking.stream()).toList(),
                unconfirmed);
    }

    /** The same prediction with these events instead, and the PCR values that follow from them. */
    public Prediction with(List<PredictedEvent> others) {
        return others.equals(events)
                ? this
                : new Prediction(
                        banks,
                        others,
                        List.copyOf(new PcrResults(banks).of(others).values()),
                        notCovered,
                        unconfirmed);
    }

    /** The same prediction with one PCR not enforceable, for this reason. */
    public Prediction notEnforceable(int index, String reason) {
        return withPcrs(pcr -> pcr.pcr() == index ? Optional.of(reason) : Optional.empty());
    }

    /** Adds reasons; one that is there stays, unless it is only that events vary: then the others may still be judged. */
    private Prediction withPcrs(Function<PredictedPcr, Optional<String>> reason) {
        List<PredictedPcr> checked = new ArrayList<>(pcrs.size());
        boolean same = true;
        for (PredictedPcr pcr : pcrs) {
            Optional<String> added =
                    pcr.notEnforceable().isEmpty() || pcr.onlyVaries() ? reason.apply(pcr) : Optional.empty();
            checked.add(added.isEmpty() ? pcr : new PredictedPcr(pcr.pcr(), pcr.values(), added));
            same &= added.isEmpty();
        }
        return same ? this : new Prediction(banks, events, checked, notCovered, unconfirmed);
    }

    private static String unproven(SelfTest test, int pcr) {
        return test.divergence(pcr)
                .map(divergence -> "self-test: " + divergence.words())
                .orElse("self-test: the reference log has no event of this PCR, so its rules are not proven on this"
                        + " hardware");
    }
}
