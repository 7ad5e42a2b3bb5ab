package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.artifact.StubArchive;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a release of systemd-stub measures and hands to the kernel: the differences between releases, as data.
 *
 * @param since first release that the row describes
 * @param until first release that it does not describe any more
 * @param sections measured into PCR 11, in this order whatever the order in the file ({@code UnifiedSection} in
 *     {@code src/fundamental/tpm-pcr.h}, since v254 {@code src/fundamental/uki.h})
 * @param mangling of command lines
 * @param initrds sections that are handed to the kernel as they are, before anything else ({@code src/boot/efi/stub.c},
 *     since v257 {@code src/boot/stub.c})
 * @param archived sections that are handed to the kernel in archives of their own, after the companion files
 * @param profiles whether load options may begin with the number of a profile ({@code @1}), and whether a confidential
 *     VM with Secure Boot refuses load options
 * @param addons whether {@code *.addon.efi} are loaded
 * @param confexts whether {@code *.confext.raw} are configuration extensions, and no system extensions
 * @param recordings releases of this row that recorded boots confirm
 */
record StubBuild(
        String since,
        String until,
        List<String> sections,
        Mangling mangling,
        List<String> initrds,
        List<String> archived,
        boolean profiles,
        boolean addons,
        boolean confexts,
        Set<String> recordings) {

    private static final List<String> SECTIONS_252 =
            List.of(".linux", ".osrel", ".cmdline", ".initrd", ".splash", ".dtb", ".pcrpkey");

    /** Sections of the images of recorded boots. */
    private static final Set<String> RECORDED = Set.of(".linux", ".osrel", ".cmdline", ".initrd", ".uname", ".sbat");

    private static final List<StubBuild> ROWS = List.of(
            row252("252", "252.6", Mangling.UNSETTLED, Set.of()),
            row252("252.6", "254", Mangling.END, Set.of("252.39")),
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
                            ".pcrpkey",
                            ".profile",
                            StubSections.DTBAUTO,
                            ".hwids"),
                    Mangling.BOTH_ENDS,
                    List.of(".ucode", ".initrd"),
                    StubArchive.EMBEDDED,
                    true,
                    true,
                    true,
                    Set.of("257")));

    private static StubBuild row252(String since, String until, Mangling mangling, Set<String> recordings) {
        return new StubBuild(
                since,
                until,
                SECTIONS_252,
                mangling,
                List.of(".initrd"),
                StubArchive.SIGNATURES,
                false,
                false,
                false,
                recordings);
    }

    /** What recorded boots do not confirm: a release of the row if there is none, and a section that was in none. */
    Optional<String> unconfirmed(String section) {
        if (recordings.isEmpty()) {
            return Optional.of("what systemd-stub " + releases() + " measures");
        }
        return RECORDED.contains(section)
                ? Optional.empty()
                : Optional.of("what systemd-stub " + releases() + " makes of section " + section);
    }

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
                .map(StubBuild::releases)
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
    }

    private String releases() {
        return since + " to before " + until;
    }

    /** Whether a section of that name means something to the stub. */
    boolean uses(String section) {
        return sections.contains(section) || archived.contains(section);
    }

    /** Whether a companion file is a system extension. */
    boolean isSystemExtension(String name) {
        return name.endsWith(".raw") && !(confexts && name.endsWith(".confext.raw"));
    }
}
