package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.chain.Handover.Loader;
import io.hallmark.measuredboot.chain.Handover.Terminator;
import io.hallmark.measuredboot.chain.StageField.Type;
import java.util.List;
import java.util.Optional;

/**
 * iPXE as an EFI application or in a network card's option ROM.
 *
 * <p>iPXE measures nothing by itself (its sources have the TCG2 header, but no measuring code). Firmware measures iPXE's
 * own image, and every image that iPXE starts twice: iPXE probes an image with LoadImage when it is downloaded and loads
 * it once more to start it ({@code image/efi_image.c}). Scripts are measured nowhere. Since February 2023 iPXE offers the
 * initrd through LoadFile2 ({@code interface/efi/efi_file.c}), so that the kernel measures it; before, the kernel reads
 * {@code initrd=} from iPXE's virtual file system, which is measured nowhere ({@link IpxeBuild}).
 *
 * @param image name of the artifact; absent when iPXE is in the option ROM, which firmware measures into PCR 2
 * @param script name of the artifact with the script that it runs, for the report
 * @param version iPXE's version, where the image does not say it or is in the option ROM
 */
public record Ipxe(Optional<String> image, Optional<String> script, Optional<String> version) implements BootStage {
    static final StageKind KIND = new StageKind(
            "ipxe",
            "iPXE, started by PXE or HTTP boot, or in the network card's option ROM.",
            List.of(
                    StageField.optional(
                            "image", Type.ARTIFACT, "iPXE's EFI file; leave it out when iPXE is in the option ROM."),
                    StageField.optional("script", Type.ARTIFACT, "The script that it runs, which no PCR covers."),
                    StageField.optional(
                            "version",
                            Type.TEXT,
                            "iPXE's version, where the file does not say it: 1.21.1+git20250501 or 2.0.0.")),
            values -> new Ipxe(values.text("image"), values.text("script"), values.text("version")));

    /** {@code efi_image_cmdline} in {@code src/image/efi_image.c}. */
    private static final CommandLine PASSED = CommandLine.unknown("iPXE passes the file's name and what its script says"
            + " behind it: give that as the kernel's 'cmdline' or the unified kernel image's 'options'");

    @Override
    public StageKind kind() {
        return KIND;
    }

    @Override
    public StageValues values() {
        return StageValues.builder()
                .text("image", image)
                .text("script", script)
                .text("version", version)
                .build();
    }

    @Override
    public void measure(Boot boot, Handover handover) {
        image.ifPresent(name -> boot.started(handover, "ipxe.image", name));
        String what = script.map(name ->
                        "The iPXE script '" + name + "' (" + boot.artifact(name).origin() + ")")
                .orElse(
                        "The chain names no iPXE script. The one that iPXE runs, unless it is embedded into its image,");
        boot.notCovered(
                what + " is measured into no PCR: whoever can change it can boot other files. Embed it into iPXE's"
                        + " image, or have the files signed and enforce Secure Boot.");
        Optional<String> release = version.or(
                () -> image.flatMap(name -> boot.artifact(name).facts().version(Product.IPXE)));
        IpxeBuild build = release.map(IpxeBuild::of).orElse(IpxeBuild.NOT_KNOWN);
        if (!build.recorded()) {
            boot.unconfirmed("how " + boot.build("iPXE", release, image) + " starts what comes next", 4, 9);
        }
        boot.startNext(
                Handover.by(Loader.IPXE, 2, build.initrd(), Terminator.NUL).with(PASSED, CommandLine.NONE));
    }
}
