package io.hallmark.puppetbridge.profile;

import java.util.List;

/**
 * What the nodes of a role boot: its baselines say which command line they have.
 *
 * @param image name of the image
 * @param chains by name, at least one
 */
public record BootedChains(String image, List<String> chains) {
    public BootedChains {
        chains = List.copyOf(chains);
    }
}
