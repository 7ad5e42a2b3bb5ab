package io.hallmark.measuredboot.verity;

import io.hallmark.measuredboot.MeasuredBootException;
import java.util.Arrays;
import java.util.HexFormat;

/** What every block is hashed with: 0 to 256 bytes that are no secret. Immutable. */
public final class Salt {
    /** The longest one, as in the superblock. */
    public static final int LONGEST = 256;

    public static final Salt NONE = new Salt(new byte[0]);

    private final byte[] bytes;

    /**
     * @param bytes copied
     * @throws MeasuredBootException when there are more than {@value #LONGEST}
     */
    public Salt(byte[] bytes) {
        if (bytes.length > LONGEST) {
            throw new MeasuredBootException("a salt has at most " + LONGEST + " bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    /**
     * @param hex two digits a byte; {@code -} or nothing stands for none, as with veritysetup
     * @throws MeasuredBootException when it is neither
     */
    public static Salt ofHex(String hex) {
        if (hex.equals("-")) {
            return NONE;
        }
        try {
            return new Salt(HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException e) {
            throw new MeasuredBootException("a salt is written in hex, two digits a byte, or as '-' for none", e);
        }
    }

    public int size() {
        return bytes.length;
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** In lower-case hex; {@code -} when it is empty. */
    public String hex() {
        return bytes.length == 0 ? "-" : HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Salt that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
