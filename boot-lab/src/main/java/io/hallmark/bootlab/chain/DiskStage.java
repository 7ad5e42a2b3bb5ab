package io.hallmark.bootlab.chain;

import io.hallmark.bootlab.machine.Firmware;
import io.hallmark.bootlab.machine.MachineSetup;
import io.hallmark.bootlab.medium.EspDisk;
import io.hallmark.bootlab.medium.FileTree;
import io.hallmark.bootlab.medium.Medium;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.BootStage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts together a boot from a disk, whose files have names in the chain. */
final class DiskStage {
    static final String BOOT_PATH = "EFI/BOOT/BOOTX64.EFI";

    private final FileTree files;
    private final Map<String, Path> artifacts = new HashMap<>();
    private final Path folder;

    DiskStage(Path folder) {
        this.folder = folder;
        this.files = new FileTree(folder.resolve("esp"));
    }

    /** @param artifact the name in the chain */
    DiskStage copy(String artifact, String path, Path file) {
        files.copy(path, file);
        artifacts.put(artifact, file);
        return this;
    }

    DiskStage text(String artifact, String path, String text) {
        files.text(path, text);
        artifacts.put(artifact, files.file(path));
        return this;
    }

    Staged boots(Firmware firmware, BootStage... stages) {
        Path disk = EspDisk.write(files, folder.resolve("disk"));
        artifacts.put("gpt", EspDisk.table(disk, folder.resolve("gpt")));
        return new Staged(
                MachineSetup.of(firmware, new Medium.Disk(disk)),
                new BootChain("disk", Optional.of("gpt"), List.of(stages)),
                artifacts);
    }
}
