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

/**
 * systemd-boot starts a unified kernel image that it finds in its folder. Its stub passes on the files beside it, each of
 * another content than those of other boots.
 */
record SystemdBootImageChain(BootFiles files) implements LabChain {
    private static final String IMAGE = "EFI/Linux/lab.efi";

    @Override
    public Staged stage(Payload payload, Path folder) {
        return new DiskStage(folder)
                .copy("systemd-boot", DiskStage.BOOT_PATH, files.systemdBoot())
                .text("loader-conf", "loader/loader.conf", Texts.loaderConf())
                .copy("image", IMAGE, files.unifiedImage(payload))
                .text("credential-b", IMAGE + ".extra.d/b.cred", "second credential " + payload.tag())
                .text("credential-a", IMAGE + ".extra.d/a.cred", "first credential " + payload.tag())
                .text("extension", IMAGE + ".extra.d/lab.raw", "extension " + payload.tag())
                .text("global", "loader/credentials/lab.cred", "global credential " + payload.tag())
                .boots(
                        Firmware.PLAIN,
                        new SystemdBoot("systemd-boot", Optional.of("loader-conf"), Optional.empty()),
                        new UnifiedKernelImage(
                                "image",
                                Optional.empty(),
                                Map.of("b.cred", "credential-b", "a.cred", "credential-a", "lab.raw", "extension"),
                                Map.of("lab.cred", "global")));
    }
}
