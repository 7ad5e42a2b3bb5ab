package io.hallmark.measuredboot.io;

import io.hallmark.measuredboot.MeasuredBootException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Reads little-endian values off foreign bytes; every read is checked against the end. */
public final class ByteReader {
    private final ByteBuffer buffer;

    public ByteReader(byte[] bytes) {
        this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Offset of the next read from the start, in bytes. */
    public int offset() {
        return buffer.position();
    }

    public int remaining() {
        return buffer.remaining();
    }

    public int u8() {
        need(1);
        return buffer.get() & 0xFF;
    }

    public int u16() {
        need(2);
        return buffer.getShort() & 0xFFFF;
    }

    public long u32() {
        need(4);
        return buffer.getInt() & 0xFFFFFFFFL;
    }

    /** A 64-bit value; above 2^63-1 it comes out negative, so check it before use as a length. */
    public long u64() {
        need(8);
        return buffer.getLong();
    }

    public byte[] bytes(int count) {
        need(count);
        byte[] bytes = new byte[count];
        buffer.get(bytes);
        return bytes;
    }

    public ByteReader skip(int count) {
        need(count);
        buffer.position(buffer.position() + count);
        return this;
    }

    /** Moves to an absolute offset, 0 to the length. */
    public ByteReader seek(int offset) {
        if (offset < 0 || offset > buffer.limit()) {
            throw new MeasuredBootException(
                    "offset " + offset + " lies outside of the data, which has " + buffer.limit() + " bytes");
        }
        buffer.position(offset);
        return this;
    }

    /** The bytes that are left, without moving. */
    public byte[] rest() {
        return Arrays.copyOfRange(buffer.array(), buffer.position(), buffer.limit());
    }

    private void need(int count) {
        if (count < 0 || count > buffer.remaining()) {
            throw new MeasuredBootException("data ends at offset " + buffer.limit() + ", but " + count
                    + " bytes are needed at offset " + buffer.position());
        }
    }
}
