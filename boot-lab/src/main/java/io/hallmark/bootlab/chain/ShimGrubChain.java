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

/** shim starts GRUB, which starts the kernel, all from the EFI system partition and signed by Debian. */
record ShimGrubChain(BootFiles files, Firmware firmware) implements LabChain {
    @Override
    public Staged stage(Payload payload, Path folder) {
        return stage(payload, payload.kernel().image(), folder);
    }

    /** With another file for the payload's kernel. */
    Staged stage(Payload payload, Path kernel, Path folder) {
        Staged staged = new DiskStage(folder)
                .copy("shim", DiskStage.BOOT_PATH, files.shim())
                .copy("grub", "EFI/BOOT/grubx64.efi", files.grub())
                .text("grub.cfg", "EFI/debian/grub.cfg", Texts.grub(payload.arguments()))
                .copy("kernel", "vmlinuz", kernel)
                .copy("initrd", "initrd.img", payload.initrd())
                .boots(
                        firmware,
                        new Shim("shim"),
                        new Grub("grub", Map.of("/EFI/debian/grub.cfg", "grub.cfg")),
                        new LinuxKernel("kernel", List.of("initrd"), Optional.of(GrubKernel.options(payload))));
        return GrubKernel.logged(staged);
    }
}
