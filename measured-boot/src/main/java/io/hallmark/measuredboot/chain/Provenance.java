package io.hallmark.measuredboot.chain;

import java.util.List;

/** Where the digest of a predicted event comes from. No digest leaves the engine without it. */
public sealed interface Provenance {

    /**
     * Computed from artifacts.
     *
     * @param rule stable name of the rule of the loader that measures: {@code uki.section}
     * @param artifacts names of the artifacts it follows from; empty where it follows from configuration alone
     */
    record Computed(String rule, List<String> artifacts) implements Provenance {
        public Computed {
            artifacts = List.copyOf(artifacts);
        }
    }

    /**
     * Copied from the reference log, since firmware measures it.
     *
     * @param event number in the reference log
     */
    record Copied(int event) implements Provenance {}

    /**
     * Taken without proof; the PCR is not enforced.
     *
     * @param reason in words, with what would make it certain
     */
    record Assumed(String reason) implements Provenance {}
}
