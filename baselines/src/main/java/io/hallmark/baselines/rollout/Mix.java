package io.hallmark.baselines.rollout;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.chain.BootChain;
import java.util.List;

/**
 * What a node boots that gets some parts of the previous state and some of the new one, since files on a boot server
 * are not replaced all at once.
 *
 * @param words which parts are new and which previous: {@code new kernel, previous ipxe}
 */
public record Mix(String words, BootChain chain, List<Artifact> artifacts) {
    public Mix {
        artifacts = List.copyOf(artifacts);
    }
}
