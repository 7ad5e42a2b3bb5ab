package io.hallmark.measuredboot.initramfs;

import java.io.IOException;

/** The bytes of one lz4 frame (lz4, {@code doc/lz4_Frame_format.md}), of today's or of the legacy format. */
final class Lz4Frame extends Frame {
    private static final int MAGIC_AND_FLAGS = 5;
    private static final long NOT_COMPRESSED = 0x80000000L;
    private static final long LARGEST_LEGACY_BLOCK = 8L * 1024 * 1024 + 8L * 1024 * 1024 / 255 + 16;

    private final boolean legacy;
    private boolean started;
    private boolean last;
    private boolean blockChecksums;
    private boolean contentChecksum;

    Lz4Frame(Source source, boolean legacy) {
        super(source);
        this.legacy = legacy;
    }

    @Override
    long next() throws IOException {
        if (!started) {
            started = true;
            return legacy ? 4 : header();
        }
        return legacy ? legacyBlock() : block();
    }

    private long header() throws IOException {
        int flags = ahead(MAGIC_AND_FLAGS).get(4) & 0xFF;
        blockChecksums = (flags & 0x10) != 0;
        contentChecksum = (flags & 0x04) != 0;
        return 7L + ((flags & 0x08) != 0 ? 8 : 0) + ((flags & 0x01) != 0 ? 4 : 0);
    }

    private long block() throws IOException {
        if (last) {
            return 0;
        }
        long size = Integer.toUnsignedLong(ahead(4).getInt()) & ~NOT_COMPRESSED;
        if (size == 0) {
            last = true;
            return 4L + (contentChecksum ? 4 : 0);
        }
        return 4 + size + (blockChecksums ? 4 : 0);
    }

    /** The legacy format has no end mark: it ends with the file, or with what can't be a block's size. */
    private long legacyBlock() throws IOException {
        if (atEnd(4)) {
            return 0;
        }
        long size = Integer.toUnsignedLong(ahead(4).getInt());
        return size == 0 || size > LARGEST_LEGACY_BLOCK ? 0 : 4 + size;
    }
}
