package io.hallmark.measuredboot.verity;

/**
 * What is wrong with an image or its hash tree.
 *
 * @param block the first bad block, counted from 0 within the data or within its level of the tree; 0 for a superblock
 * @param offset of that block in its file, in bytes
 * @param badBlocks how many blocks of the data or of that level are bad
 * @param message one line that says what and where
 */
public record Damage(Part part, long block, long offset, long badBlocks, String message) {
    /** What can be damaged. */
    public enum Part {
        SUPERBLOCK,
        HASH_TREE,
        DATA
    }
}
