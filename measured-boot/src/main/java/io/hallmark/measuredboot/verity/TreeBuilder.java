package io.hallmark.measuredboot.verity;

import io.hallmark.measuredboot.digest.Digest;
import java.io.IOException;
import java.util.Arrays;

/**
 * Builds a hash tree from the digests of the data blocks, given in order. Only the block of each level that is being
 * filled is kept; a full one goes to the sink and its digest to the level above.
 */
final class TreeBuilder {
    /** Takes finished hash blocks; those of one level come in order. */
    @FunctionalInterface
    interface Sink {
        /** @param block its bytes, which change after the call */
        void take(int level, long index, byte[] block) throws IOException;
    }

    private final VerityParameters parameters;
    private final BlockHasher hasher;
    private final Sink sink;
    private final byte[][] blocks;
    private final int[] used;
    private final long[] index;
    private final byte[] root;

    TreeBuilder(TreeLayout layout, Sink sink) {
        int levels = layout.levels().size();
        this.parameters = layout.parameters();
        this.hasher = new BlockHasher(parameters);
        this.sink = sink;
        this.blocks = new byte[levels][parameters.hashBlockSize()];
        this.used = new int[levels];
        this.index = new long[levels];
        this.root = new byte[parameters.algorithm().size()];
    }

    /** @param digests of the next {@code count} data blocks, without gaps */
    void add(byte[] digests, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            add(0, digests, i * root.length);
        }
    }

    /** Finishes the blocks that are not full; the root hash. */
    Digest finish() throws IOException {
        for (int level = 0; level < blocks.length; level++) {
            if (used[level] > 0) {
                close(level);
            }
        }
        return new Digest(parameters.algorithm(), root);
    }

    private void add(int level, byte[] digests, int offset) throws IOException {
        if (level == blocks.length) {
            System.arraycopy(digests, offset, root, 0, root.length);
            return;
        }
        System.arraycopy(digests, offset, blocks[level], used[level] * parameters.slotSize(), root.length);
        if (++used[level] == parameters.digestsPerBlock()) {
            close(level);
        }
    }

    private void close(int level) throws IOException {
        sink.take(level, index[level]++, blocks[level]);
        byte[] digest = new byte[root.length];
        hasher.hash(blocks[level], 0, blocks[level].length, digest, 0);
        Arrays.fill(blocks[level], (byte) 0);
        used[level] = 0;
        add(level + 1, digest, 0);
    }
}
