package io.hallmark.measuredboot.verity;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** The digests that one level of a stored tree has for the blocks below it, read block by block as they are asked for. */
final class ParentSlots {
    private final FileChannel channel;
    private final String name;
    private final VerityParameters parameters;
    private final long offset;
    private final long children;
    private final byte[] block;
    private long loaded = -1;

    /**
     * @param offset of the level in the file, in bytes
     * @param children how many blocks there are below
     */
    ParentSlots(FileChannel channel, String name, VerityParameters parameters, long offset, long children) {
        this.channel = channel;
        this.name = name;
        this.parameters = parameters;
        this.offset = offset;
        this.children = children;
        this.block = new byte[parameters.hashBlockSize()];
    }

    /** Whether the digest stored for a block below is the one at {@code at} of {@code digests}. */
    boolean agrees(long child, byte[] digests, int at) throws IOException {
        long parent = child / parameters.digestsPerBlock();
        if (parent != loaded) {
            BlockPass.read(channel, name, offset + parent * block.length, block, block.length);
            loaded = parent;
        }
        int slot = (int) (child % parameters.digestsPerBlock()) * parameters.slotSize();
        int size = parameters.algorithm().size();
        return Arrays.equals(block, slot, slot + size, digests, at, at + size);
    }

    /** Whether nothing follows the digest of the last block below, as it is where the superblock tells their true number. */
    boolean endsWithZeros() {
        int used = (int) ((children - 1) % parameters.digestsPerBlock()) * parameters.slotSize()
                + parameters.algorithm().size();
        for (int i = used; i < block.length; i++) {
            if (block[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
