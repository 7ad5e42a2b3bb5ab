package io.hallmark.measuredboot.chain;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a release of systemd-stub measures: the differences between releases, as data.
 *
 * @param since first release that the row describes
 * @param until first release that it does not describe any more
 * @param sections measured into PCR 11, in this order whatever the order in the file ({@code src/fundamental/uki.c})
 * @param manglesCommandLine whether control characters become spaces and white space at both ends is dropped before the
 *     command line is used ({@code mangle_stub_cmdline} in {@code src/boot/efi/util.c})
 * @param appendsOsRelease whether a cpio with {@code .extra/os-release} is handed to the kernel
 * @param addons whether {@code *.addon.efi} are loaded
 * @param confexts whether {@code *.confext.raw} are loaded
 * @param sysextSuffixes of files that are system extensions
 * @param recordings releases of this row that recorded boots confirm
 */
record StubBuild(
        String since,
        String until,
        List<String> sections,
        boolean manglesCommandLine,
        boolean appendsOsRelease,
        boolean addons,
        boolean confexts,
        List<String> sysextSuffixes,
        Set<String> recordings) {

    private static final List<StubBuild> ROWS = List.of(
            new StubBuild(
                    "252",
                    "254",
                    List.of(".linux", ".osrel", ".cmdline", ".initrd", ".splash", ".dtb", ".pcrpkey"),
                    false,
                    false,
                    false,
                    false,
                    List.of(".raw"),
                    Set.of("252")),
            new StubBuild(
                    "257",
                    "258",
                    List.of(
                            ".linux",
                            ".osrel",
                            ".cmdline",
                            ".initrd",
                            ".ucode",
                            ".splash",
                            ".dtb",
                            ".uname",
                            ".sbat",
                            ".pcrpkey"),
                    true,
                    true,
                    true,
                    true,
                    List.of(".sysext.raw"),
                    Set.of("257")));

    /** The row of a release, if there is one. */
    static Optional<StubBuild> of(String version) {
        if (!Version.startsWithNumber(version)) {
            return Optional.empty();
        }
        Version wanted = Version.of(version);
        return ROWS.stream()
                .filter(row -> wanted.atLeast(row.since) && !wanted.atLeast(row.until))
                .findFirst();
    }

    /** The releases that there are rows for, for messages. */
    static String known() {
        return ROWS.stream()
                .map(row -> row.since + " to before " + row.until)
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
    }

    /** The command line as it is used after {@code mangle_stub_cmdline}. */
    String commandLine(String raw) {
        int nul = raw.indexOf('\0');
        String text = nul < 0 ? raw : raw.substring(0, nul);
        if (!manglesCommandLine) {
            return text;
        }
        StringBuilder mangled = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            mangled.append(c <= 0x1F ? ' ' : c);
        }
        return mangled.toString().strip();
    }
}
