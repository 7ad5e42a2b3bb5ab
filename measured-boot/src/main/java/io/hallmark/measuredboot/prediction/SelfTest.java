package io.hallmark.measuredboot.prediction;

import java.util.List;
import java.util.Optional;

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

    /** The divergence of a PCR, if it was not re-derived. */
    public Optional<Divergence> divergence(int pcr) {
        return divergences.stream().filter(d -> d.pcr() == pcr).findFirst();
    }
}
