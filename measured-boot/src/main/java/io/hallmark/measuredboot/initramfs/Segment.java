package io.hallmark.measuredboot.initramfs;

/**
 * A part of an initramfs image that is unpacked by itself: early microcode, the main archive, what a loader appended.
 *
 * @param number counted from 1
 * @param offset of its first byte in the image
 * @param compression how it is packed
 */
public record Segment(int number, long offset, Compression compression) {
    @Override
    public String toString() {
        return "segment " + number + " (" + (compression == Compression.NONE ? "not compressed" : compression.label())
                + ", at offset " + offset + ")";
    }
}
