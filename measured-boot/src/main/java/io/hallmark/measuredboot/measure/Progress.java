package io.hallmark.measuredboot.measure;

/** Told how far the reading of a file has come. */
@FunctionalInterface
public interface Progress {
    Progress NONE = (done, total) -> {};

    /**
     * Called after every part that was read, at most once a MiB and at the end.
     *
     * @param done bytes read so far
     * @param total bytes of the file
     */
    void read(long done, long total);
}
