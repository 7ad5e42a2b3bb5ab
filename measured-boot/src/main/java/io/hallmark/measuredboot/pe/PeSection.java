package io.hallmark.measuredboot.pe;

/**
 * An entry of the section table.
 *
 * @param name the whole name, also where the table only refers to it
 * @param virtualSize bytes in memory
 * @param rawOffset of its bytes in the file
 * @param rawSize bytes in the file, with padding to the file alignment
 */
public record PeSection(String name, long virtualSize, long rawOffset, long rawSize) {
    /** How many bytes of the file are its content, without padding. */
    public long contentSize() {
        return virtualSize == 0 ? rawSize : Math.min(virtualSize, rawSize);
    }

    /** The size of its content in memory, which is what systemd-stub measures. */
    public long memorySize() {
        return virtualSize == 0 ? rawSize : virtualSize;
    }

    public long rawEnd() {
        return rawOffset + rawSize;
    }
}
