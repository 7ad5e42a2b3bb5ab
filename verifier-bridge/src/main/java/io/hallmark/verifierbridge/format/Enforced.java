package io.hallmark.verifierbridge.format;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import java.util.List;
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
