package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.chain.StageField.Type;
import java.util.List;

/**
 * An EFI application that measures nothing by itself: a shell, a tool, a chain loader that Hallmark has no rule for.
 *
 * <p>Its image is measured by whoever starts it: firmware's LoadImage puts the Authenticode digest into PCR 4 (PFP,
 * "PCR[4] - Boot Manager Code and Boot Attempts"; EDK2, {@code DxeTpm2MeasureBootLib.c}).
 *
 * @param image name of the artifact
 */
public record EfiApplication(String image) implements BootStage {
    static final StageKind KIND = new StageKind(
            "efi",
            "Any other EFI application; only its image is measured.",
            List.of(StageField.required("image", Type.ARTIFACT, "The application.")),
            values -> new EfiApplication(values.required("image")));

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
        boot.started(handover, "efi.image", image);
        boot.startNext(Handover.byFirmware());
    }
}
