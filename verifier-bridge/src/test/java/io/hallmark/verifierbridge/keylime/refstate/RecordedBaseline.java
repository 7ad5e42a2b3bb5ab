package io.hallmark.verifierbridge.keylime.refstate;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.recordings.RecordedBoots.RecordedBoot;
import java.util.List;
import java.util.TreeMap;

/** Baselines as they follow from what recorded machines booted. */
final class RecordedBaseline {
    /** What the settings enforce when they don't say. */
    static final List<Integer> ENFORCE = List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14);

    private static final String COMMIT = "0123456789012345678901234567890123456789";

    private RecordedBaseline() {}

    /** The set of what the machine booted. */
    static AcceptedSet set(RecordedBoot boot) {
        return set(boot, boot.chain(), boot.artifacts());
    }

    /** The set of another chain and other artifacts on the machine's hardware. */
    static AcceptedSet set(RecordedBoot boot, BootChain chain, List<Artifact> artifacts) {
        return set(boot, chain, artifacts, boot.predict(chain, artifacts));
    }

    static AcceptedSet set(RecordedBoot boot, BootChain chain, List<Artifact> artifacts, Prediction prediction) {
        return new AcceptedSet(
                new AcceptedSet.Source("images", COMMIT),
                "",
                chain,
                artifacts,
                new TreeMap<>(boot.compositions()),
                prediction);
    }

    /** A baseline in all banks that the sets have. */
    static BaselineDocument of(AcceptedSet... sets) {
        return new BaselineDocument("image", "chain", "hardware", Bank.allComputable(), ENFORCE, List.of(sets));
    }
}
