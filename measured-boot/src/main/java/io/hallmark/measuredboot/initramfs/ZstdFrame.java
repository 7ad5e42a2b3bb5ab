package io.hallmark.measuredboot.initramfs;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of one zstd frame (RFC 8878, section 3.1.1). */
final class ZstdFrame extends Frame {
    private static final int[] DICTIONARY_SIZES = {0, 1, 2, 4};
    private static final int[] CONTENT_SIZES = {0, 2, 4, 8};
    private static final int RLE = 1;
    private static final int RESERVED = 3;
    private static final int CHECKSUM = 4;

    private boolean started;
    private boolean checksum;
    private boolean last;

    ZstdFrame(Source source) {
        super(source);
    }

    @Override
    long next() throws IOException {
        if (!started) {
            started = true;
            int descriptor = ahead(5).get(4) & 0xFF;
            boolean single = (descriptor & 0x20) != 0;
            checksum = (descriptor & 0x04) != 0;
            int sizeFlag = descriptor >> 6;
            int contentSize = sizeFlag == 0 && single ? 1 : CONTENT_SIZES[sizeFlag];
            return 5L + (single ? 0 : 1) + DICTIONARY_SIZES[descriptor & 3] + contentSize;
        }
        if (last) {
            boolean more = checksum;
            checksum = false;
            return more ? CHECKSUM : 0;
        }
        ByteBuffer header = ahead(3);
        int block = (header.get(0) & 0xFF) | (header.get(1) & 0xFF) << 8 | (header.get(2) & 0xFF) << 16;
        last = (block & 1) != 0;
        int type = block >> 1 & 3;
        if (type == RESERVED) {
            throw new IOException("zstd data with a block of an unknown type");
        }
        return 3L + (type == RLE ? 1 : block >> 3);
    }
}
