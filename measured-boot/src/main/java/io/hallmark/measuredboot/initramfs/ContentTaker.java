package io.hallmark.measuredboot.initramfs;

import java.io.IOException;
import java.io.OutputStream;

/** Takes what regular files of an image hold, as it is unpacked. */
@FunctionalInterface
public interface ContentTaker {
    /** Takes nothing. */
    ContentTaker NONE = (path, size) -> OutputStream.nullOutputStream();

    /**
     * A stream for the content of a file; it is closed when the content has ended.
     *
     * @param path as in {@link Entry#path()}
     * @param size in bytes, as the image claims it
     * @throws IOException ends the reading of the image
     */
    OutputStream open(String path, long size) throws IOException;
}
