package io.hallmark.bootlab.chain;

import io.hallmark.bootlab.guest.BootFiles;
import io.hallmark.bootlab.guest.Payload;
import io.hallmark.bootlab.machine.Firmware;
import io.hallmark.bootlab.machine.KeyVariable;
import java.nio.file.Path;

/**
 * shim and GRUB where Secure Boot is on and a user has switched shim's validation off. GRUB takes Secure Boot for off then,
 * and enters the kernel past its EFI stub.
 */
record ValidationOffChain(BootFiles files) implements LabChain {
    @Override
    public Staged stage(Payload payload, Path folder) {
        Staged staged = new ShimGrubChain(files, Firmware.MICROSOFT).stage(payload, folder);
        return staged.on(staged.machine().keyed(KeyVariable.validationOff()).copyingLogFromMemory());
    }
}
