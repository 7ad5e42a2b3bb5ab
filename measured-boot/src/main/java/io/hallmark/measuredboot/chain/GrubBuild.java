package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.chain.Handover.Initrd;
import java.util.List;
import java.util.Optional;

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
 */
record GrubBuild(String since, String until, int eventsByShim, int eventsWithoutShim, Initrd initrd) {
    private static final List<GrubBuild> ROWS = List.of(
            new GrubBuild("2.02", "2.12", 2, 0, Initrd.NO_STUB),
            new GrubBuild("2.12", "3", 1, 1, new Initrd.LoadFile2(4, false)));

    /** The releases of the row, for messages behind the name of a build; a distribution's may be of several rows. */
    static String releases(Optional<GrubBuild> row) {
        return row.map(known -> " of " + known.since + " to before " + known.until)
                .orElse("");
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
