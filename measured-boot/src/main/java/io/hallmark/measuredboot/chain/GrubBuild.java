package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.chain.Handover.Initrd;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a build of GRUB starts a Linux kernel: the differences between builds, as data.
 *
 * @param since first upstream version that the row describes
 * @param until first upstream version that it does not describe any more
 * @param eventsByShim how many PCR 4 events the kernel gets when shim verifies it for GRUB (calls of shim's Verify
 *     protocol); without Secure Boot it gets none
 * @param eventsWithoutShim the same when GRUB was started without shim under Secure Boot, by an image that starts kernels
 *     then: one where the firmware starts the kernel
 * @param initrd how the kernel is entered: GRUB before 2.12 enters it past its EFI stub
 * @param recordings versions of this row that recorded boots confirm
 */
record GrubBuild(
        String since, String until, int eventsByShim, int eventsWithoutShim, Initrd initrd, Set<String> recordings) {
    private static final List<GrubBuild> ROWS = List.of(
            new GrubBuild("2.02", "2.12", 2, 0, Initrd.NO_STUB, Set.of("2.06-13+deb12u2")),
            new GrubBuild("2.12", "3", 1, 1, Initrd.LOAD_FILE2, Set.of("2.12-9+deb13u4")));

    /** The releases of the row, for messages. */
    String releases() {
        return since + " to before " + until;
    }

    static Optional<GrubBuild> of(String version) {
        if (!Version.startsWithNumber(version)) {
            return Optional.empty();
        }
        Version wanted = Version.of(version);
        return ROWS.stream()
                .filter(row -> wanted.atLeast(row.since) && !wanted.atLeast(row.until))
                .findFirst();
    }
}
