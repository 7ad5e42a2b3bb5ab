package io.hallmark.bootlab.chain;

import io.hallmark.bootlab.guest.Payload;
import io.hallmark.bootlab.machine.BootVariable;
import io.hallmark.bootlab.machine.Firmware;
import io.hallmark.bootlab.medium.EspDisk;
import io.hallmark.measuredboot.chain.LinuxKernel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A boot entry of the firmware starts the kernel itself, with its command line in the entry. */
record EfiStubChain() implements LabChain {
    private static final int ENTRY = 7;

    @Override
    public Staged stage(Payload payload, Path folder) {
        String options = "initrd=\\initrd.img " + payload.arguments();
        Staged staged = new DiskStage(folder)
                .copy("kernel", "vmlinuz.efi", payload.kernel().image())
                .copy("initrd", "initrd.img", payload.initrd())
                .boots(Firmware.PLAIN, new LinuxKernel("kernel", List.of("initrd"), Optional.of(options)));
        BootVariable entry = BootVariable.entry(
                ENTRY, "Lab", EspDisk.PARTITION_GUID, EspDisk.FIRST_SECTOR, EspDisk.SECTORS, "\\vmlinuz.efi", options);
        return staged.on(staged.machine().with(List.of(entry, BootVariable.order(ENTRY))));
    }
}
