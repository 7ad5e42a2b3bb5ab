package io.hallmark.bootlab.chain;

import io.hallmark.bootlab.guest.BootFiles;
import io.hallmark.bootlab.guest.Payload;
import io.hallmark.bootlab.machine.Firmware;
import java.nio.file.Path;

/** An unsigned unified kernel image where Secure Boot is on with Microsoft's keys. */
record RefusedImageChain(BootFiles files) implements LabChain {
    /** What EDK2 writes when LoadImage refuses an image (BdsDxe, EFI_ACCESS_DENIED). */
    private static final String REFUSAL = "Access Denied";

    @Override
    public Staged stage(Payload payload, Path folder) {
        Staged staged = new UnifiedImageChain(files, Firmware.MICROSOFT).stage(payload, folder);
        return new Staged(staged.machine().expectingRefusal(REFUSAL), staged.chain(), staged.artifacts());
    }
}
