package io.hallmark.verifierbridge.format;

import io.hallmark.measuredboot.digest.Bank;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** UUIDs of names (RFC 9562, 5.5 "UUID Version 5"): the same name has the same one everywhere and always. */
public final class NameUuid {
    /** The name space of all names that Hallmark gives; chosen once, at random. */
    private static final UUID HALLMARK = UUID.fromString("6f9d1a52-7c0e-4b1c-9a35-1f6f0f3f9c8e");

    private NameUuid() {}

    public static UUID of(String name) {
        return of(HALLMARK, name);
    }

    static UUID of(UUID space, String name) {
        byte[] prefix = ByteBuffer.allocate(16)
                .putLong(space.getMostSignificantBits())
                .putLong(space.getLeastSignificantBits())
                .array();
        ByteBuffer hash = ByteBuffer.wrap(
                Bank.SHA1.hash(prefix, name.getBytes(StandardCharsets.UTF_8)).bytes());
        long most = hash.getLong() & ~0xF000L | 0x5000L;
        long least = hash.getLong() & ~(0xC000L << 48) | 0x8000L << 48;
        return new UUID(most, least);
    }
}
