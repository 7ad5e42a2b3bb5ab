package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.chain.Handover.Initrd;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a version of iPXE says of how it hands over the initrd. Distributions build snapshots, whose version has the date in it
 * ({@code 1.21.1+git-20220113.fbbdc3926}); iPXE's own build names the last tag and the commit ({@code 1.21.1+ (gd3e2f1)}).
 *
 * @param initrd how the kernel gets it; several files are padded to pages
 * @param recorded whether recorded boots confirm what is said of such builds
 */
record IpxeBuild(Initrd initrd, boolean recorded) {
    /**
     * The day on which iPXE began to serve the initrd through LoadFile2: commit 6a004be0c, "Support the initrd autodetection
     * mechanism in newer Linux kernels".
     */
    private static final int LOAD_FILE2_COMMITTED = 20230215;

    /** The last tag before that day, and the first one after it. */
    private static final String LAST_WITHOUT = "1.21.1";

    private static final String FIRST_WITH = "2";

    /** The snapshot of the newest recorded boot; what starts images was rewritten in March 2026, before 2.0.0. */
    private static final int NEWEST_RECORDED = 20250501;

    private static final Pattern DATE =
            Pattern.compile("(?:^|git-?|[+.~])(20\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01]))(?!\\d)");

    private static final Initrd LOAD_FILE2 = new Initrd.LoadFile2(4096, true);

    static final IpxeBuild NOT_KNOWN = new IpxeBuild(Initrd.UNKNOWN, false);

    /** The build of a version as SBAT, the image's own text or the image's description has it. */
    static IpxeBuild of(String version) {
        Matcher date = DATE.matcher(version);
        if (date.find()) {
            return ofSnapshot(Integer.parseInt(date.group(1)));
        }
        if (!Version.startsWithNumber(version)) {
            return NOT_KNOWN;
        }
        Version release = Version.of(version);
        if (release.atLeast(FIRST_WITH)) {
            return new IpxeBuild(LOAD_FILE2, false);
        }
        // A snapshot upon the last tag may be of any day of five years; those upon older tags are older than that tag.
        boolean anyDay = version.contains("+") && release.atLeast(LAST_WITHOUT);
        return anyDay || release.compareTo(Version.of(LAST_WITHOUT)) > 0
                ? NOT_KNOWN
                : new IpxeBuild(Initrd.FILE_SYSTEM, true);
    }

    private static IpxeBuild ofSnapshot(int date) {
        if (date == LOAD_FILE2_COMMITTED) {
            return NOT_KNOWN;
        }
        return new IpxeBuild(date > LOAD_FILE2_COMMITTED ? LOAD_FILE2 : Initrd.FILE_SYSTEM, date <= NEWEST_RECORDED);
    }
}
