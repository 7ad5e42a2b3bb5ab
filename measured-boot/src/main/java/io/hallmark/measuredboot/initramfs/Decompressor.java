package io.hallmark.measuredboot.initramfs;

import java.io.IOException;
import java.io.InputStream;

/** Unpacks one compression format. The JDK has gzip alone, so callers bring others. */
public interface Decompressor {

    /**
     * Whether this one unpacks data that begin so.
     *
     * @param start the first 6 bytes, fewer at the end of the image
     */
    boolean recognises(byte[] start);

    /**
     * The content of the member that {@code in} begins with.
     *
     * <p>The member may be followed by another one, so the stream that comes back ends with the member and takes no
     * byte after it. For zstd and lz4 {@code in} itself ends with the member: their decompressors may read ahead.
     *
     * <p>Images are foreign data: what a member claims to need, such as a dictionary, must be bounded here.
     *
     * @param in need not be closed
     * @throws IOException when the data are damaged
     */
    InputStream open(InputStream in) throws IOException;
}
