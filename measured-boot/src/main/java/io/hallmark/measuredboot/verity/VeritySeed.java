package io.hallmark.measuredboot.verity;

import io.hallmark.measuredboot.digest.Bank;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A text that salt and UUID follow from, so that the same image gives the same root hash in every build. veritysetup
 * makes up both by chance.
 *
 * <p>They don't follow from the data: that would mean to read an image twice, once for the salt and once with it. A name
 * does, and an image that keeps its name then keeps the digests of its unchanged blocks too. A salt is no secret and lies in
 * the superblock in clear: it only has to differ between images.
 *
 * @param text the name of the image, say
 */
public record VeritySeed(String text) {
    private static final String SALT = "hallmark dm-verity salt v1\0";
    private static final String UUID_DOMAIN = "hallmark dm-verity uuid v1\0";

    /** SHA-256 of "hallmark dm-verity salt v1", a zero byte and the text in UTF-8: 32 bytes. */
    public Salt salt() {
        return new Salt(hash(SALT));
    }

    /**
     * The first 16 bytes of SHA-256 of "hallmark dm-verity uuid v1", a zero byte and the text in UTF-8, with version 8
     * (RFC 9562, "custom") and the variant set.
     */
    public UUID uuid() {
        ByteBuffer bytes = ByteBuffer.wrap(hash(UUID_DOMAIN));
        long most = bytes.getLong() & ~0xF000L | 0x8000L;
        long least = bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(most, least);
    }

    private byte[] hash(String domain) {
        return Bank.SHA256
                .hash(domain.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8))
                .bytes();
    }
}
