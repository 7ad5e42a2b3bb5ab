package io.hallmark.baselines.rootfs;

/**
 * How much a root file system may hold before it is refused, so that a small image can't keep a walk busy without end.
 *
 * @param entries files of all types
 * @param bytes of all contents together
 * @param nameBytes of a path or of a link's target; Linux takes no more than 4096 (PATH_MAX)
 * @param keptBytes of all files together that are kept
 */
public record RootLimits(int entries, long bytes, int nameBytes, long keptBytes) {
    /** Far above what servers boot: 4 million files, 1 TiB, 2 GiB kept. */
    public static final RootLimits DEFAULT = new RootLimits(4_000_000, 1L << 40, 4096, 2L << 30);

    public RootLimits {
        if (entries < 0 || bytes < 0 || nameBytes < 0 || keptBytes < 0) {
            throw new IllegalArgumentException("a limit is negative");
        }
    }
}
