package io.hallmark.bootlab.chain;

import io.hallmark.bootlab.guest.BootFiles;
import io.hallmark.bootlab.guest.Payload;
import io.hallmark.bootlab.machine.Firmware;
import io.hallmark.bootlab.medium.Texts;
import io.hallmark.measuredboot.chain.SystemdBoot;
import io.hallmark.measuredboot.chain.UnifiedKernelImage;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** systemd-boot starts a unified kernel image that it finds in its folder. */
record SystemdBootImageChain(BootFiles files) implements LabChain {
    @Override
    public Staged stage(Payload payload, Path folder) {
        return new DiskStage(folder)
                .copy("systemd-boot", DiskStage.BOOT_PATH, files.systemdBoot())
                .text("loader-conf", "loader/loader.conf", Texts.loaderConf())
                .copy("image", "EFI/Linux/lab.efi", files.unifiedImage(payload))
                .boots(
                        Firmware.PLAIN,
                        new SystemdBoot("systemd-boot", Optional.of("loader-conf"), Optional.empty()),
                        new UnifiedKernelImage("image", Optional.empty(), Map.of(), Map.of()));
    }
}
