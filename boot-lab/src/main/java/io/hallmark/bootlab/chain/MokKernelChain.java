package io.hallmark.bootlab.chain;

import io.hallmark.bootlab.guest.BootFiles;
import io.hallmark.bootlab.guest.Payload;
import io.hallmark.bootlab.machine.Firmware;
import io.hallmark.bootlab.machine.KeyVariable;
import java.nio.file.Path;

/**
 * shim and GRUB on a machine whose owner has enrolled a key (MokList). The log is recorded with Debian's kernel as it is;
 * the next kernel is signed by the owner, too, so that shim measures both who vouch for it.
 */
record MokKernelChain(BootFiles files) implements LabChain {
    @Override
    public Staged stage(Payload payload, Path folder) {
        Path kernel = payload.equals(files.recorded())
                ? payload.kernel().image()
                : files.signedKernel(payload, files.ownKey());
        Staged staged = new ShimGrubChain(files, Firmware.MICROSOFT).stage(payload, kernel, folder);
        return staged.on(staged.machine().keyed(KeyVariable.mok(files.ownKey().certificate())));
    }
}
