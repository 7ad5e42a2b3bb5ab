package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.artifact.Composition;
import io.hallmark.measuredboot.artifact.Composition.PadTo;
import io.hallmark.measuredboot.artifact.Composition.Piece;
import io.hallmark.measuredboot.artifact.Composition.Whole;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.chain.Handover.Initrd;
import io.hallmark.measuredboot.chain.Handover.Loader;
import io.hallmark.measuredboot.chain.StageField.Type;
import io.hallmark.measuredboot.digest.Digests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Linux kernel that is started through its EFI stub.
 *
 * <p>Its image is measured by the loader's LoadImage. The stub ({@code drivers/firmware/efi/libstub/efi-stub-helper.c})
 * measures into PCR 9 the load options as it was given them, and the initrd if it came through LoadFile2; an initrd that
 * it read itself because of {@code initrd=} it does not measure. Kernels before 5.17 measure neither; for those of unknown
 * version both are assumed.
 *
 * @param kernel name of the artifact
 * @param initrd names of artifacts, in the order in which they are loaded
 * @param cmdline the load options as the loader passes them (with iPXE they begin with the image's name), without the
 *     terminator; may have variables of the node in it: {@code ${mac}}. Empty for those that the loader is known to pass
 */
public record LinuxKernel(String kernel, List<String> initrd, Optional<String> cmdline) implements BootStage {
    static final StageKind KIND = new StageKind(
            "linux",
            "A Linux kernel with its EFI stub.",
            List.of(
                    StageField.required("kernel", Type.ARTIFACT, "The kernel image (bzImage, Image or EFI zboot)."),
                    StageField.optional("initrd", Type.ARTIFACTS, "The initrds, in the order in which they load."),
                    StageField.optional(
                            "cmdline",
                            Type.TEXT,
                            "The load options as the loader passes them; ${…} stands for what differs by node.")),
            values -> new LinuxKernel(values.required("kernel"), values.list("initrd"), values.text("cmdline")));

    public LinuxKernel {
        initrd = List.copyOf(initrd);
    }

    @Override
    public StageKind kind() {
        return KIND;
    }

    @Override
    public StageValues values() {
        return StageValues.builder()
                .text("kernel", kernel)
                .list("initrd", initrd)
                .text("cmdline", cmdline)
                .build();
    }

    @Override
    public void measure(Boot boot, Handover handover) {
        boot.started(handover, "linux.image", kernel);
        if (handover.initrd() instanceof Initrd.NoStub) {
            return;
        }
        Optional<String> version = boot.artifact(kernel).facts().version(Product.LINUX);
        EfiStub stub = new EfiStub(boot, version, kernel);
        if (!stub.measures()) {
            // GRUB measures the command line and the files itself.
            if (handover.from() != Loader.GRUB) {
                stub.notCovered();
            }
            return;
        }
        stub.loadOptions(cmdline.map(CommandLine::of).orElse(handover.loadOptions()), handover.terminator());
        if (initrd.isEmpty()) {
            return;
        }
        if (handover.initrd() instanceof Initrd.LoadFile2 served) {
            stub.initrd(initrdDigests(boot, served), initrd);
        } else if (handover.initrd() instanceof Initrd.Unknown unknown) {
            stub.initrdAssumed(unknown.reason());
        } else {
            boot.notCovered("The initrd (" + String.join(", ", initrd) + ") is read by the kernel"
                    + " because of 'initrd=' and measured into no PCR: anyone who can change the file runs code"
                    + " unseen. Use a loader that serves it through LoadFile2 (iPXE of February 2023 or later, GRUB 2.12,"
                    + " systemd-boot) or a unified kernel image.");
        }
    }

    /** The digests of what the loader hands over as one initrd; empty when bytes that are needed are not at hand. */
    private Optional<Digests> initrdDigests(Boot boot, Initrd.LoadFile2 served) {
        if (initrd.size() == 1) {
            return Optional.of(boot.artifact(initrd.get(0)).facts().digests().only(boot.banks()));
        }
        if (!served.recorded()) {
            boot.unconfirmed("how the loader before the kernel joins several initrds", 9);
        }
        List<Piece> pieces = new ArrayList<>();
        for (String name : initrd) {
            if (!pieces.isEmpty()) {
                pieces.add(new PadTo(served.alignment()));
            }
            pieces.add(new Whole(boot.artifact(name)));
        }
        return boot.digests(new Composition(pieces));
    }
}
