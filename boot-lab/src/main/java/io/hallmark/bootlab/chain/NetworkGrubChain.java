package io.hallmark.bootlab.chain;

import io.hallmark.bootlab.guest.BootFiles;
import io.hallmark.bootlab.guest.Payload;
import io.hallmark.bootlab.machine.Firmware;
import io.hallmark.bootlab.medium.Texts;
import io.hallmark.measuredboot.chain.Grub;
import io.hallmark.measuredboot.chain.LinuxKernel;
import io.hallmark.measuredboot.chain.Shim;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Firmware loads shim over TFTP, shim loads Debian's network GRUB from the same server, and that the kernel. */
record NetworkGrubChain(BootFiles files, Firmware firmware) implements LabChain {
    @Override
    public Staged stage(Payload payload, Path folder) {
        Staged staged = new NetworkStage(folder)
                .copy("shim", "shimx64.efi", files.shim())
                .copy("grub", "grubx64.efi", files.netGrub())
                .text("grub.cfg", "grub/grub.cfg", Texts.grub(payload.arguments()))
                .copy("kernel", "vmlinuz", payload.kernel().image())
                .copy("initrd", "initrd.img", payload.initrd())
                .boots(
                        firmware,
                        "shimx64.efi",
                        new Shim("shim"),
                        new Grub("grub", Map.of("/grub/grub.cfg", "grub.cfg")),
                        new LinuxKernel("kernel", List.of("initrd"), Optional.of(GrubKernel.options(payload))));
        return GrubKernel.logged(staged);
    }
}
