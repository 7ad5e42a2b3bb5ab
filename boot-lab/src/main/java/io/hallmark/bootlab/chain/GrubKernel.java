package io.hallmark.bootlab.chain;

import io.hallmark.bootlab.guest.Payload;

/** How a kernel is booted by GRUB. */
final class GrubKernel {
    private GrubKernel() {}

    /** The load options that GRUB passes on. */
    static String options(Payload payload) {
        return "BOOT_IMAGE=/vmlinuz " + payload.arguments();
    }

    /**
     * GRUB before 2.12 enters the kernel past its EFI stub when Secure Boot is off, and only the stub keeps the event
     * log for the running system.
     */
    static Staged logged(Staged staged) {
        return staged.machine().firmware().secureBoot()
                ? staged
                : staged.on(staged.machine().copyingLogFromMemory());
    }
}
