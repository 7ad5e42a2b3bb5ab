package io.hallmark.measuredboot.chain;

import java.util.List;
import java.util.Optional;

/** The kinds of boot stages that Hallmark knows. A new loader is registered here. */
public final class StageKinds {
    private static final List<StageKind> ALL = List.of(
            Shim.KIND,
            Grub.KIND,
            SystemdBoot.KIND,
            UnifiedKernelImage.KIND,
            Ipxe.KIND,
            LinuxKernel.KIND,
            EfiApplication.KIND,
            BiosGrub.KIND);

    private StageKinds() {}

    public static List<StageKind> all() {
        return ALL;
    }

    public static Optional<StageKind> named(String name) {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }
}
