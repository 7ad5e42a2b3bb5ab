package io.hallmark.measuredboot.prediction;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.chain.Boot;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.ChainEvents;
import io.hallmark.measuredboot.chain.Surroundings;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.io.RememberedByAnswers;
import java.util.List;
import java.util.Map;

/**
 * What a chain measures, and the PCRs that follow from that alone where firmware measures nothing into them.
 *
 * <p>Classes of servers differ in little that stages ask for, so most have what a chain measures in common.
 *
 * @param pcrs all that the chain's events extend, by index, as if they were extended by these only
 */
record MeasuredChain(ChainEvents chain, Map<Integer, PredictedPcr> pcrs) {
    private static final RememberedByAnswers<Key, Surroundings, MeasuredChain> KNOWN = new RememberedByAnswers<>(1024);

    MeasuredChain {
        pcrs = Map.copyOf(pcrs);
    }

    /** What a chain's events follow from besides what is asked of the surroundings. */
    private record Key(BootChain chain, List<Artifact> artifacts, List<Bank> banks) {
        /** Of what tells keys apart most often. */
        @Override
        public int hashCode() {
            return 31 * chain.name().hashCode() + artifacts.hashCode();
        }
    }

    /**
     * Runs a chain, or remembers that.
     *
     * @throws io.hallmark.measuredboot.MeasuredBootException when an artifact is missing or is not what a stage needs
     */
    static MeasuredChain of(BootChain chain, ArtifactSet artifacts, List<Bank> banks, Surroundings surroundings) {
        return KNOWN.of(new Key(chain, artifacts.all(), banks), surroundings, questions -> {
            ChainEvents events = Boot.run(chain, artifacts, banks, questions);
            return new MeasuredChain(events, new PcrResults(banks).of(events.events()));
        });
    }
}
