package io.hallmark.measuredboot.verity;

import io.hallmark.measuredboot.MeasuredBootException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the blocks of a hash tree lie. Level 0 holds the digests of the data blocks, each further level those of the hash
 * blocks below, up to the one whose only block gives the root hash; in the file the top comes first. One data block needs no
 * hash block: its digest is the root hash.
 *
 * @param dataBlocks at least 1
 * @param levels hash blocks of each level, level 0 first
 */
public record TreeLayout(VerityParameters parameters, long dataBlocks, List<Long> levels) {
    /** The kernel's DM_VERITY_MAX_LEVELS. */
    private static final int MOST_LEVELS = 63;

    public TreeLayout {
        levels = List.copyOf(levels);
    }

    /** @throws MeasuredBootException when there is nothing to protect, or more than offsets of 63 bits can reach */
    public static TreeLayout of(VerityParameters parameters, long dataBlocks) {
        if (dataBlocks < 1) {
            throw new MeasuredBootException("dm-verity needs at least one whole data block of "
                    + parameters.dataBlockSize() + " bytes; there are " + dataBlocks);
        }
        if (dataBlocks > Long.MAX_VALUE / parameters.dataBlockSize()) {
            throw tooLarge(parameters, dataBlocks);
        }
        long sizes = 0;
        List<Long> levels = new ArrayList<>();
        try {
            for (long below = dataBlocks; below > 1; below = levels.get(levels.size() - 1)) {
                long blocks = (below - 1) / parameters.digestsPerBlock() + 1;
                levels.add(blocks);
                sizes = Math.addExact(sizes, Math.multiplyExact(blocks, (long) parameters.hashBlockSize()));
            }
        } catch (ArithmeticException e) {
            throw tooLarge(parameters, dataBlocks);
        }
        // Room for a superblock and an offset of the hash area must be left.
        if (levels.size() > MOST_LEVELS || sizes > Long.MAX_VALUE / 2) {
            throw tooLarge(parameters, dataBlocks);
        }
        return new TreeLayout(parameters, dataBlocks, levels);
    }

    private static MeasuredBootException tooLarge(VerityParameters parameters, long dataBlocks) {
        return new MeasuredBootException(dataBlocks + " data blocks of " + parameters.dataBlockSize()
                + " bytes are more than a file can hold; the number is wrong");
    }

    /** The size of the data that is protected, in bytes. */
    public long dataSize() {
        return dataBlocks * parameters.dataBlockSize();
    }

    /** Hash blocks of all levels. */
    public long hashBlocks() {
        return levels.stream().mapToLong(Long::longValue).sum();
    }

    /** The size of all levels, in bytes, without a superblock. */
    public long treeSize() {
        return hashBlocks() * parameters.hashBlockSize();
    }

    /** Where a level begins, in bytes from the start of the tree. */
    public long levelOffset(int level) {
        long above = 0;
        for (int i = level + 1; i < levels.size(); i++) {
            above += levels.get(i);
        }
        return above * parameters.hashBlockSize();
    }
}
