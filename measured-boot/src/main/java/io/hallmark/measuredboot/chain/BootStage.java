package io.hallmark.measuredboot.chain;

import java.util.List;

/**
 * A stage of a boot chain: a value that knows how it is measured. One file a loader, with the rule documented there.
 */
public sealed interface BootStage
        permits Shim, Grub, SystemdBoot, UnifiedKernelImage, Ipxe, LinuxKernel, EfiApplication, BiosGrub {

    StageKind kind();

    /** The fields as {@code hallmark.yaml} has them; {@code kind().make()} of them is equal to this stage. */
    StageValues values();

    /**
     * Adds what this stage and those after it measure, in order.
     *
     * @param handover how the stage before started this one
     */
    void measure(Boot boot, Handover handover);

    /** The names of the artifacts it refers to, in the order of its fields. */
    default List<String> artifacts() {
        return kind().artifactsOf(values());
    }
}
