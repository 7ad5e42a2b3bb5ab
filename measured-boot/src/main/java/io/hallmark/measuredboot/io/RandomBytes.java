package io.hallmark.measuredboot.io;

import io.hallmark.measuredboot.MeasuredBootException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/**
 * A part of a file that is read at any offset; every read is checked against the part's end.
 *
 * @param name for messages
 * @param start of the part in the file, in bytes
 * @param length of the part, in bytes
 */
public record RandomBytes(SeekableByteChannel channel, String name, long start, long length) {

    /** The whole of a file. */
    public static RandomBytes of(SeekableByteChannel channel, String name) throws IOException {
        return new RandomBytes(channel, name, 0, channel.size());
    }

    /** A part of this one. */
    public RandomBytes part(String what, long offset, long size) {
        check(offset, size);
        return new RandomBytes(channel, name + " " + what, start + offset, size);
    }

    /**
     * Reads bytes.
     *
     * @param offset from the start of the part
     * @throws MeasuredBootException when they go past its end
     */
    public byte[] read(long offset, int size) throws IOException {
        check(offset, size);
        ByteBuffer buffer = ByteBuffer.allocate(size);
        channel.position(start + offset);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException(name + " became shorter while it was read");
            }
        }
        return buffer.array();
    }

    private void check(long offset, long size) {
        if (offset < 0 || size < 0 || offset > length || size > length - offset) {
            throw new MeasuredBootException(name + ": " + size + " bytes are needed at offset " + offset
                    + ", but the file ends at " + length + "; it is truncated or damaged, get it again");
        }
    }
}
