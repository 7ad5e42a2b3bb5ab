package io.hallmark.bootlab.chain;

import io.hallmark.bootlab.machine.MachineSetup;
import io.hallmark.measuredboot.chain.BootChain;
import java.nio.file.Path;
import java.util.Map;

/**
 * A boot that is made ready: the machine to switch on, and the same in Hallmark's words.
 *
 * @param chain as {@code hallmark.yaml} would describe it
 * @param artifacts the files that the chain names
 */
public record Staged(MachineSetup machine, BootChain chain, Map<String, Path> artifacts) {
    public Staged {
        artifacts = Map.copyOf(artifacts);
    }

    /** The same on another machine. */
    public Staged on(MachineSetup other) {
        return new Staged(other, chain, artifacts);
    }
}
