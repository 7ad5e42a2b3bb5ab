package io.hallmark.measuredboot.initramfs;

/**
 * How much an initramfs may hold before it is refused, so that a small image can't unpack without end.
 *
 * @param unpackedBytes of all segments together, headers and padding counted
 * @param entries of all segments together
 * @param segments plain and compressed archives in a row
 * @param nameBytes of a path or of a link's target; Linux takes no more than 4096 (PATH_MAX)
 */
public record Limits(long unpackedBytes, int entries, int segments, int nameBytes) {
    /** Far above the largest images of the distributions: 4 GiB, a million entries, 1024 segments. */
    public static final Limits DEFAULT = new Limits(4L << 30, 1_000_000, 1024, 4096);

    public Limits {
        if (unpackedBytes < 0 || entries < 0 || segments < 0 || nameBytes < 0) {
            throw new IllegalArgumentException("a limit is negative");
        }
    }
}
