package io.hallmark.bootlab.chain;

import io.hallmark.bootlab.guest.BootFiles;
import io.hallmark.bootlab.guest.Payload;
import io.hallmark.bootlab.guest.SmallInitrd;
import io.hallmark.bootlab.machine.Firmware;
import io.hallmark.bootlab.medium.Texts;
import io.hallmark.measuredboot.chain.LinuxKernel;
import io.hallmark.measuredboot.chain.SystemdBoot;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** systemd-boot starts a kernel by a type 1 entry of the Boot Loader Specification, with two initrds. */
record SystemdBootEntryChain(BootFiles files) implements LabChain {
    @Override
    public Staged stage(Payload payload, Path folder) {
        return new DiskStage(folder)
                .copy("systemd-boot", DiskStage.BOOT_PATH, files.systemdBoot())
                .text("loader-conf", "loader/loader.conf", Texts.loaderConf())
                .text("entry", "loader/entries/lab.conf", Texts.loaderEntry(payload.arguments()))
                .copy("kernel", "vmlinuz", payload.kernel().image())
                .copy("small", "small.img", SmallInitrd.write(folder.resolve("small.img"), payload.tag()))
                .copy("initrd", "initrd.img", payload.initrd())
                .boots(
                        Firmware.PLAIN,
                        new SystemdBoot("systemd-boot", Optional.of("loader-conf"), Optional.of("entry")),
                        new LinuxKernel("kernel", List.of("small", "initrd"), Optional.empty()));
    }
}
