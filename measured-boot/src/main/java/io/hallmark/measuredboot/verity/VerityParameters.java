package io.hallmark.measuredboot.verity;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.digest.Bank;

/**
 * How a hash tree is made.
 *
 * @param algorithm a computable one
 * @param dataBlockSize in bytes, a power of two from {@value #SMALLEST_BLOCK} to {@value #LARGEST_BLOCK}
 * @param hashBlockSize in bytes, the same
 */
public record VerityParameters(HashType hashType, Bank algorithm, int dataBlockSize, int hashBlockSize, Salt salt) {
    /** The smallest size of a block, in bytes; this and the largest are cryptsetup's VERITY_BLOCK_SIZE_OK. */
    public static final int SMALLEST_BLOCK = 512;

    /** The largest size of a block, in bytes. */
    public static final int LARGEST_BLOCK = 512 * 1024;

    private static final int USUAL_BLOCK = 4096;

    /** @throws MeasuredBootException when a tree can't be made so */
    public VerityParameters {
        checkBlock("data", dataBlockSize);
        checkBlock("hash", hashBlockSize);
        if (!algorithm.computable()) {
            throw new MeasuredBootException("the JDK can't compute " + algorithm.label() + "; use sha256");
        }
    }

    /** What veritysetup takes when it is told nothing else: type 1, SHA-256, blocks of 4096 bytes. */
    public static VerityParameters usual(Salt salt) {
        return new VerityParameters(HashType.SALT_FIRST, Bank.SHA256, USUAL_BLOCK, USUAL_BLOCK, salt);
    }

    /** How many digests a hash block holds: the largest power of two that fits. */
    public int digestsPerBlock() {
        return Integer.highestOneBit(hashBlockSize / algorithm.size());
    }

    /** The bytes from one digest to the next in a hash block. */
    public int slotSize() {
        int size = algorithm.size();
        return hashType == HashType.SALT_LAST || Integer.bitCount(size) == 1 ? size : Integer.highestOneBit(size) * 2;
    }

    private static void checkBlock(String what, int size) {
        if (size < SMALLEST_BLOCK || size > LARGEST_BLOCK || Integer.bitCount(size) != 1) {
            throw new MeasuredBootException("the " + what + " block size is a power of two from " + SMALLEST_BLOCK
                    + " to " + LARGEST_BLOCK + " bytes, not " + size);
        }
    }
}
