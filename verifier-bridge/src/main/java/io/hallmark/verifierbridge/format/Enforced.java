package io.hallmark.verifierbridge.format;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What verifiers may hold nodes to: PCRs that the baseline enforces and that the set gives a certain value for. */
public final class Enforced {
    private Enforced() {}

    /** The PCRs of one set, by index. */
    public static List<PredictedPcr> pcrs(BaselineDocument baseline, AcceptedSet set) {
        return set.prediction().pcrs().stream()
                .filter(pcr -> baseline.enforce().contains(pcr.pcr()))
                .filter(pcr -> pcr.notEnforceable().isEmpty() && !pcr.values().isEmpty())
                .toList();
    }

    /**
     * Whether the digests of an event are certain: it neither varies nor is assumed, and its PCR is proven. Verifiers that
     * judge event by event may hold nodes to it though others of its PCR are not certain.
     */
    public static boolean isCertain(AcceptedSet set, PredictedEvent event) {
        return event.variation().isEmpty()
                && !(event.provenance() instanceof Provenance.Assumed)
                && unproven(set, event.pcr()).isEmpty();
    }

    /** Why a PCR is not proven, besides that events of it vary or are assumed. */
    public static Optional<String> unproven(AcceptedSet set, int index) {
        boolean assumed = set.prediction().events().stream()
                .anyMatch(event -> event.pcr() == index && event.provenance() instanceof Provenance.Assumed);
        return set.prediction()
                .pcr(index)
                .filter(pcr -> !assumed && !pcr.onlyVaries())
                .flatMap(PredictedPcr::notEnforceable);
    }

    /**
     * Indices of the PCRs that every accepted set gives a certain value for. Where alternatives are combined PCR by PCR,
     * one that only some sets determine can't be enforced at all.
     */
    public static Set<Integer> inEverySet(BaselineDocument baseline) {
        Set<Integer> indices = new TreeSet<>(baseline.enforce());
        for (AcceptedSet set : baseline.accepted()) {
            indices.retainAll(
                    pcrs(baseline, set).stream().map(PredictedPcr::pcr).toList());
        }
        return indices;
    }
}
