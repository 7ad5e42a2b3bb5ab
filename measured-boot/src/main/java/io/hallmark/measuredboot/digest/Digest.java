package io.hallmark.measuredboot.digest;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** A digest of one bank; immutable, printed as lower-case hex. */
public final class Digest {

    private final Bank bank;
    private final byte[] bytes;

    /**
     * @param bytes as many as the bank's digests have; copied
     * @throws IllegalArgumentException when their number is another
     */
    public Digest(Bank bank, byte[] bytes) {
        this.bank = Objects.requireNonNull(bank, "bank");
        if (bytes.length != bank.size()) {
            throw new IllegalArgumentException(
                    "a " + bank.label() + " digest has " + bank.size() + " bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    /**
     * @param hex two digits a byte, either case
     * @throws IllegalArgumentException when it is not a digest of that bank in hex
     */
    public static Digest ofHex(Bank bank, String hex) {
        return new Digest(bank, HexFormat.of().parseHex(hex));
    }

    public Bank bank() {
        return bank;
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    public boolean isZero() {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** The PCR value after an extend: H(this || measured), TPM 2.0 Library part 1, "PCR Operations". */
    public Digest extend(Digest measured) {
        if (measured.bank != bank) {
            throw new IllegalArgumentException(
                    "a " + bank.label() + " PCR can't be extended with a " + measured.bank.label() + " digest");
        }
        return bank.hash(bytes, measured.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest that && bank == that.bank && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        // Digests are spread evenly already.
        return bytes[0] << 24 | (bytes[1] & 0xFF) << 16 | (bytes[2] & 0xFF) << 8 | (bytes[3] & 0xFF);
    }

    @Override
    public String toString() {
        return bank.label() + ":" + hex();
    }
}
