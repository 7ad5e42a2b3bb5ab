package io.hallmark.baselines.document;

import io.hallmark.measuredboot.chain.BootChain;
import java.util.List;

/**
 * A chain as an image repository describes it.
 *
 * @param hardware names of the profiles that boot it, at least one
 */
public record ChainDescription(List<String> hardware, BootChain chain) {
    public ChainDescription {
        hardware = List.copyOf(hardware);
    }
}
