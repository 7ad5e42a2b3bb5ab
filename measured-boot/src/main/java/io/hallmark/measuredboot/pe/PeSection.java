package io.hallmark.measuredboot.pe;

/**
 * An entry of the section table.
 *
 * @param name the whole name, also where the table only refers to it
 * @param virtualSize bytes in memory; that many are its content, which systemd-stub measures: the file may have fewer
 *     (zeros follow) or more (padding to the file alignment)
 * @param rawOffset of its bytes in the file
 * @param rawSize bytes in the file
 */
public record PeSection(String name, long virtualSize, long rawOffset, long rawSize) {
    /** How many bytes of the content are in the file. */
    public long contentSize() {
        return Math.min(virtualSize, rawSize);
    }

    /** How many zeros follow them. */
    public long zeros() {
        return virtualSize - contentSize();
    }

    public long rawEnd() {
        return rawOffset + rawSize;
    }
}
