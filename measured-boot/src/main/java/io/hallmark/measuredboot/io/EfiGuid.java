package io.hallmark.measuredboot.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/** EFI_GUID between its text and its bytes: the first three fields are little-endian (UEFI, appendix A). */
public final class EfiGuid {
    private EfiGuid() {}

    /** Reads the next 16 bytes, as text in lower case. */
    public static String read(ByteReader in) {
        ByteBuffer raw = ByteBuffer.wrap(in.bytes(16)).order(ByteOrder.LITTLE_ENDIAN);
        long high = (raw.getInt() & 0xFFFFFFFFL) << 32 | (raw.getShort() & 0xFFFFL) << 16 | raw.getShort() & 0xFFFFL;
        return new UUID(high, raw.order(ByteOrder.BIG_ENDIAN).getLong()).toString();
    }

    /** The 16 bytes of a GUID in text form. */
    public static byte[] bytes(String text) {
        UUID uuid = UUID.fromString(text);
        long high = uuid.getMostSignificantBits();
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (high >>> 32))
                .putShort((short) (high >>> 16))
                .putShort((short) high)
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }
}
