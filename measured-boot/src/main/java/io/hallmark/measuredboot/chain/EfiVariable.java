package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.io.ByteReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * UEFI_VARIABLE_DATA: how a variable is measured (PFP, "UEFI_VARIABLE_DATA").
 *
 * @param name without terminator
 */
record EfiVariable(String name, byte[] value) {
    private static final int LONGEST_NAME = 4096;

    /** Reads the structure; empty when the data is something else. */
    static Optional<EfiVariable> of(Content data) {
        ByteReader in = new ByteReader(data.bytes());
        if (in.remaining() < 32) {
            return Optional.empty();
        }
        in.skip(16);
        long nameLength = in.u64();
        long valueLength = in.u64();
        if (nameLength < 0 || nameLength > LONGEST_NAME || in.remaining() < nameLength * 2) {
            return Optional.empty();
        }
        String name = Utf16.read(in.bytes((int) nameLength * 2));
        if (valueLength < 0 || valueLength > in.remaining()) {
            return Optional.empty();
        }
        return Optional.of(new EfiVariable(name, in.bytes((int) valueLength)));
    }

    static byte[] data(byte[] guid, String name, byte[] value) {
        byte[] text = Utf16.plain(name);
        return ByteBuffer.allocate(32 + text.length + value.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(guid)
                .putLong(name.length())
                .putLong(value.length)
                .put(text)
                .put(value)
                .array();
    }

    static byte[] u32(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }
}
