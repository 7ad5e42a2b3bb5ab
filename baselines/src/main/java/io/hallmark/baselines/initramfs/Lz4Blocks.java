package io.hallmark.baselines.initramfs;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Unpacks lz4 by blocks: the legacy format that the kernel's build uses ({@code lz4 -l}) and the frame format
 * ({@code lz4_Frame_format.md}) with independent blocks, which is what the lz4 tool writes.
 */
final class Lz4Blocks extends InputStream {
    private static final int LEGACY_BLOCK = 8 * 1024 * 1024;
    private static final int MAGIC = 4;

    private final InputStream in;
    private final boolean frame;
    private final boolean blockChecksums;
    private final byte[] plain;
    private int position;
    private int limit;
    private boolean ended;

    private Lz4Blocks(InputStream in, boolean frame, boolean blockChecksums, int largestBlock) {
        this.in = in;
        this.frame = frame;
        this.blockChecksums = blockChecksums;
        this.plain = new byte[largestBlock];
    }

    static InputStream legacy(InputStream in) throws IOException {
        exactly(in, MAGIC);
        return new Lz4Blocks(in, false, false, LEGACY_BLOCK);
    }

    static InputStream frame(InputStream in) throws IOException {
        exactly(in, MAGIC);
        int flags = exactly(in, 1)[0] & 0xFF;
        int descriptor = exactly(in, 1)[0] & 0xFF;
        if (flags >>> 6 != 1) {
            throw new IOException("lz4 frame of version " + (flags >>> 6));
        }
        if ((flags & 0x20) == 0) {
            throw new IOException("lz4 frame with linked blocks, which can't be unpacked here");
        }
        int size = descriptor >>> 4 & 7;
        if (size < 4) {
            throw new IOException("lz4 frame with blocks of size code " + size);
        }
        exactly(in, ((flags & 8) != 0 ? 8 : 0) + ((flags & 1) != 0 ? 4 : 0) + 1);
        return new Lz4Blocks(in, true, (flags & 0x10) != 0, 1 << (8 + 2 * size));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position == limit) {
            if (ended || !nextBlock()) {
                ended = true;
                return -1;
            }
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(plain, position, buffer, offset, count);
        position += count;
        return count;
    }

    private boolean nextBlock() throws IOException {
        byte[] head = in.readNBytes(4);
        if (head.length < 4) {
            if (frame || head.length > 0) {
                throw new EOFException("lz4 data end in the middle");
            }
            return false;
        }
        long word = (head[0] & 0xFFL) | (head[1] & 0xFFL) << 8 | (head[2] & 0xFFL) << 16 | (head[3] & 0xFFL) << 24;
        if (frame && word == 0) {
            return false;
        }
        boolean stored = frame && (word & 0x80000000L) != 0;
        long size = frame ? word & 0x7FFFFFFFL : word;
        if (size > plain.length + plain.length / 128 + 64L) {
            throw new IOException("lz4 block of " + size + " bytes, which is too large");
        }
        byte[] packed = exactly(in, (int) size);
        if (blockChecksums) {
            exactly(in, 4);
        }
        position = 0;
        if (stored) {
            limit = packed.length;
            System.arraycopy(packed, 0, plain, 0, Math.min(limit, plain.length));
            return true;
        }
        try {
            limit = new Lz4Decompressor().decompress(packed, 0, packed.length, plain, 0, plain.length);
        } catch (MalformedInputException e) {
            throw new IOException("damaged lz4 block: " + e.getMessage(), e);
        }
        return true;
    }

    private static byte[] exactly(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("lz4 data end in the middle");
        }
        return bytes;
    }
}
