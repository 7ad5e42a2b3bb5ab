package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.io.ByteReader;
import io.hallmark.measuredboot.io.EfiGuid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * UEFI_VARIABLE_DATA: how a variable, or an entry of one, is measured (PFP, "UEFI_VARIABLE_DATA").
 *
 * @param guid of the variable's vendor, in lower case
 * @param name without terminator
 * @param value what was measured of it
 */
public record EfiVariable(String guid, String name, Content value) {
    private static final int LONGEST_NAME = 4096;

    /** Reads the structure; empty when the data is something else. */
    public static Optional<EfiVariable> of(Content data) {
        ByteReader in = new ByteReader(data.bytes());
        if (in.remaining() < 32) {
            return Optional.empty();
        }
        String guid = EfiGuid.read(in);
        long nameLength = in.u64();
        long valueLength = in.u64();
        if (nameLength < 0 || nameLength > LONGEST_NAME || in.remaining() < nameLength * 2) {
            return Optional.empty();
        }
        String name = Utf16.read(in.bytes((int) nameLength * 2));
        if (valueLength < 0 || valueLength > in.remaining()) {
            return Optional.empty();
        }
        return Optional.of(new EfiVariable(guid, name, new Content(in.bytes((int) valueLength))));
    }

    /** The structure, of which the event's digest is. */
    public byte[] data() {
        byte[] text = Utf16.plain(name);
        return ByteBuffer.allocate(32 + text.length + value.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(EfiGuid.bytes(guid))
                .putLong(name.length())
                .putLong(value.size())
                .put(text)
                .put(value.bytes())
                .array();
    }

    /** How efivarfs names the variable: {@code Name-guid}. */
    public String file() {
        return name + "-" + guid;
    }

    static byte[] u32(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }
}
