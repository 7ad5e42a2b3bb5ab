package io.hallmark.measuredboot.verity;

import io.hallmark.measuredboot.MeasuredBootException;
import java.nio.file.Path;

/**
 * Where the hash tree of an image is.
 *
 * @param file of its own, or that of the data
 * @param offset of the superblock in the file, or of the tree when there is none; in bytes
 * @param superblock whether one stands before the tree
 */
public record HashArea(Path file, long offset, boolean superblock) {

    /** @throws MeasuredBootException when the offset is none that veritysetup would take */
    public HashArea {
        if (offset < 0 || offset % Superblock.SIZE != 0 || offset > Long.MAX_VALUE / 4) {
            throw new MeasuredBootException(
                    "the hash area begins at a multiple of " + Superblock.SIZE + " bytes, not at " + offset);
        }
    }

    /** A file that holds nothing else, with a superblock. */
    public static HashArea ownFile(Path file) {
        return new HashArea(file, 0, true);
    }

    /**
     * Where the tree begins, in bytes from the start of the file: the superblock is padded to a whole hash block.
     *
     * @throws MeasuredBootException when there is no superblock and the offset is not that of a hash block
     */
    public long treeOffset(int hashBlockSize) {
        if (superblock) {
            return (offset + Superblock.SIZE + hashBlockSize - 1) / hashBlockSize * hashBlockSize;
        }
        if (offset % hashBlockSize != 0) {
            throw new MeasuredBootException("without a superblock the hash area begins at a multiple of the hash block"
                    + " size, " + hashBlockSize + " bytes, not at " + offset);
        }
        return offset;
    }
}
