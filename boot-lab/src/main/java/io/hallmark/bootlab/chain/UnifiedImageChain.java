package io.hallmark.bootlab.chain;

import io.hallmark.bootlab.guest.BootFiles;
import io.hallmark.bootlab.guest.Payload;
import io.hallmark.bootlab.machine.Firmware;
import io.hallmark.measuredboot.chain.UnifiedKernelImage;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Firmware starts a unified kernel image from the removable media path.
 *
 * @param firmware whose Secure Boot the image is signed for, if it is the one with the test key
 */
record UnifiedImageChain(BootFiles files, Firmware firmware) implements LabChain {
    @Override
    public Staged stage(Payload payload, Path folder) {
        Path image = firmware == Firmware.SNAKEOIL
                ? files.unifiedImage(payload, files.snakeoil())
                : files.unifiedImage(payload);
        return stage(image, folder);
    }

    /** With an image that is made already. */
    Staged stage(Path image, Path folder) {
        return new DiskStage(folder)
                .copy("image", DiskStage.BOOT_PATH, image)
                .boots(firmware, new UnifiedKernelImage("image", Optional.empty(), Map.of(), Map.of()));
    }
}
