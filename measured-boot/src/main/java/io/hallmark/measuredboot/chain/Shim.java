package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.chain.Handover.Initrd;
import io.hallmark.measuredboot.chain.Handover.Loader;
import io.hallmark.measuredboot.chain.Handover.Terminator;
import io.hallmark.measuredboot.chain.StageField.Type;
import java.util.List;
import java.util.Optional;

/**
 * shim, the first loader that firmware verifies.
 *
 * <p>After firmware has measured its image, shim mirrors its variables and measures them ({@code mok.c}): MokList,
 * MokListX into PCR 14, MokSBState, if there is one, into PCR 7 and 14, the SBAT level into PCR 7 ({@code sbat.c}),
 * MokListTrusted into PCR 14. Then it measures the certificate that vouches for the next image into PCR 7 if Secure Boot is
 * on and its validation is not switched off, once a certificate, and the image's Authenticode digest into PCR 4 in any case
 * ({@code pe.c}, {@code tpm.c}; {@code README.tpm}).
 *
 * @param image name of the artifact
 */
public record Shim(String image) implements BootStage {
    static final StageKind KIND = new StageKind(
            "shim",
            "shim, which verifies the loader after it and measures its keys and SBAT level.",
            List.of(StageField.required("image", Type.ARTIFACT, "shim's EFI file.")),
            values -> new Shim(values.required("image")));

    /** What versions of the release begin with that recorded boots confirm. */
    private static final String RECORDED = "16.";

    @Override
    public StageKind kind() {
        return KIND;
    }

    @Override
    public StageValues values() {
        return StageValues.builder().text("image", image).build();
    }

    @Override
    public void measure(Boot boot, Handover handover) {
        boot.started(handover, "shim.image", image);
        confirm(boot);
        ShimVariables variables = new ShimVariables(boot, image);
        variables.mokList();
        variables.mokListX();
        variables.mokSbState();
        variables.sbatLevel();
        variables.mokListTrusted();
        if (boot.ask(on -> on.firmware().verifiedByLoaders())
                && boot.nextStage().isPresent()) {
            variables.authorityOfNextImage();
        }
        boot.startNext(Handover.by(Loader.SHIM, 1, Initrd.FILE_SYSTEM, Terminator.NUL));
    }

    /** Releases differ in the variables that they mirror and measure. */
    private void confirm(Boot boot) {
        Optional<String> version = boot.artifact(image).facts().version(Product.SHIM);
        if (version.filter(name -> name.startsWith(RECORDED)).isEmpty()) {
            boot.unconfirmed("what " + boot.build("shim", version, Optional.of(image)) + " measures", 4, 7, 14);
        }
    }
}
