package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.chain.Handover.Initrd;
import io.hallmark.measuredboot.chain.Handover.Loader;
import io.hallmark.measuredboot.chain.Handover.Terminator;
import io.hallmark.measuredboot.chain.StageField.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * GRUB as an EFI application.
 *
 * <p>Its image is measured by shim or firmware into PCR 4. GRUB measures the commands that it runs into PCR 8 and the
 * files that it opens into PCR 9 ({@code grub-core/commands/tpm.c}, {@code grub-core/kern/verifiers.c}).
 *
 * @param image name of the artifact
 * @param files what GRUB opens besides kernel and initrd, by the path that it opens, without the device:
 *     {@code /EFI/debian/grub.cfg}
 */
public record Grub(String image, Map<String, String> files) implements BootStage {
    static final StageKind KIND = new StageKind(
            "grub",
            "GRUB, as an EFI application.",
            List.of(
                    StageField.required("image", Type.ARTIFACT, "GRUB's EFI file."),
                    StageField.optional(
                            "files",
                            Type.FILES,
                            "The files that GRUB opens besides kernel and initrd (configuration, modules, fonts), by"
                                    + " path without the device.")),
            values -> new Grub(values.required("image"), values.files("files")));

    public Grub {
        files = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    @Override
    public StageKind kind() {
        return KIND;
    }

    @Override
    public StageValues values() {
        return StageValues.builder().text("image", image).files("files", files).build();
    }

    @Override
    public void measure(Boot boot, Handover handover) {
        boot.started(handover, "grub.image", image);
        Optional<GrubBuild> build = boot.artifact(image)
                .facts()
                .product()
                .filter(product -> product.name().equals(Product.GRUB))
                .map(Product::version)
                .flatMap(GrubBuild::of);
        int kernelEvents = boot.firmware().secureBoot()
                ? build.map(GrubBuild::kernelEventsWithSecureBoot).orElse(1)
                : 0;
        new GrubReplay(boot, files).run(kernelEvents);
        Handover next;
        if (boot.nextStage().orElse(null) instanceof LinuxKernel) {
            next = Handover.by(
                    Loader.GRUB, 0, build.map(GrubBuild::initrd).orElse(Initrd.UNKNOWN), Terminator.NONE);
        } else {
            next = Handover.by(Loader.GRUB, 1, Initrd.FILE_SYSTEM, Terminator.NUL);
        }
        boot.startNext(next);
    }
}
