package io.hallmark.baselines.secureboot;

import io.hallmark.baselines.secureboot.Verdict.Verifier;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.chain.Grub;
import java.util.List;
import java.util.Optional;

/**
 * What GRUB makes of a kernel when it was started without shim. Its shim_lock verifier asks shim about every kernel and
 * refuses it where there is no shim ({@code grub-core/kern/efi/sb.c}, grub_shim_lock_verifier_setup); only an image that
 * was made with {@code --disable-shim-lock} has no such verifier. Since 2.12 GRUB starts a kernel by LoadImage
 * ({@code grub-core/loader/efi/linux.c}), so that the firmware verifies it all the same; older ones just jump into it.
 */
record GrubAlone(Artifact grub) {
    private static final String REFUSES = "GRUB asks shim about every kernel, and there is no shim in this chain:"
            + " it stops with 'shim_lock protocol not found'; put shim before it";
    private static final String UNLESS = "GRUB was started without shim, and starts it only if its image was made with"
            + " --disable-shim-lock, which can't be seen of it";

    Verdict verdict(Subject image, FirmwareVerifier firmware) {
        Optional<String> version = grub.facts().version(Product.GRUB);
        if (version.filter(Grub::needsShim).isPresent()) {
            return image.refused(Verifier.GRUB, REFUSES);
        }
        if (version.isEmpty()) {
            return image.notChecked(Verifier.GRUB, UNLESS + "; nor is GRUB's version known", Optional.empty());
        }
        if (!Grub.startsKernelByFirmware(version.get())) {
            return image.notChecked(Verifier.GRUB, UNLESS + "; then nobody verifies it", Optional.of(List.of()));
        }
        Verdict verdict = firmware.verify(image);
        return verdict instanceof Verdict.Refused
                ? verdict
                : image.notChecked(
                        Verifier.FIRMWARE, UNLESS + "; then the firmware verifies it", verdict.authorities());
    }
}
