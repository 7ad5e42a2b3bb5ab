package io.hallmark.bootlab.chain;

import io.hallmark.bootlab.machine.Firmware;
import io.hallmark.bootlab.machine.MachineSetup;
import io.hallmark.bootlab.medium.FileTree;
import io.hallmark.bootlab.medium.Medium;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.BootStage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts together a boot over the network, whose files have names in the chain. */
final class NetworkStage {
    private final FileTree files;
    private final Map<String, Path> artifacts = new HashMap<>();

    NetworkStage(Path folder) {
        this.files = new FileTree(folder.resolve("tftp"));
    }

    /** @param artifact the name in the chain */
    NetworkStage copy(String artifact, String path, Path file) {
        files.copy(path, file);
        artifacts.put(artifact, file);
        return this;
    }

    NetworkStage text(String artifact, String path, String text) {
        files.text(path, text);
        artifacts.put(artifact, files.file(path));
        return this;
    }

    /** @param bootFile that firmware asks for */
    Staged boots(Firmware firmware, String bootFile, BootStage... stages) {
        return new Staged(
                MachineSetup.of(firmware, new Medium.Network(files.root(), bootFile)),
                new BootChain("network", Optional.empty(), List.of(stages)),
                artifacts);
    }
}
