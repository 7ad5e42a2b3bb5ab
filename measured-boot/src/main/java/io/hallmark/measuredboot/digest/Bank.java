package io.hallmark.measuredboot.digest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A bank of PCRs: the hash algorithm that a TPM extends them with.
 *
 * <p>Identifiers and digest sizes are those of the TCG Algorithm Registry, table "TPM_ALG_ID".
 */
public enum Bank {
    SHA1(0x0004, 20, "SHA-1"),
    SHA256(0x000B, 32, "SHA-256"),
    SHA384(0x000C, 48, "SHA-384"),
    SHA512(0x000D, 64, "SHA-512"),
    /** The JDK has no SM3: logs are replayed in it, files are not measured in it. */
    SM3_256(0x0012, 32, null);

    /** For short inputs, which PCRs are extended with: there a copy of a state would cost as much as its use. */
    private static final ThreadLocal<Map<Bank, MessageDigest>> OWN =
            ThreadLocal.withInitial(() -> new EnumMap<>(Bank.class));

    private final int algorithmId;
    private final int size;
    private final String jdkName;
    private final MessageDigest fresh;

    Bank(int algorithmId, int size, String jdkName) {
        this.algorithmId = algorithmId;
        this.size = size;
        this.jdkName = jdkName;
        this.fresh = jdkName == null ? null : instance(jdkName);
    }

    /** The TPM_ALG_ID, 0 to 0xFFFF. */
    public int algorithmId() {
        return algorithmId;
    }

    /** The size of a digest in bytes. */
    public int size() {
        return size;
    }

    /** Whether files are measured in this bank, so that predictions can be made in it. */
    public boolean computable() {
        return jdkName != null;
    }

    /** The banks that files are measured in, in order. */
    public static List<Bank> allComputable() {
        return Stream.of(values()).filter(Bank::computable).toList();
    }

    /** The name in documents and on the command line: {@code sha256}, {@code sm3_256}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The bank of a TPM_ALG_ID, if it is one that PCRs are kept in. */
    public static Optional<Bank> ofAlgorithmId(int id) {
        for (Bank bank : values()) {
            if (bank.algorithmId == id) {
                return Optional.of(bank);
            }
        }
        return Optional.empty();
    }

    /** The bank with this label ({@code sha256}), if there is one. */
    public static Optional<Bank> ofLabel(String label) {
        for (Bank bank : values()) {
            if (bank.label().equals(label)) {
                return Optional.of(bank);
            }
        }
        return Optional.empty();
    }

    /** A digest of all zero bytes: the value of a PCR before its first extend. */
    public Digest zero() {
        return new Digest(this, new byte[size]);
    }

    /** The digest of {@code data}. */
    public Digest hash(byte[]... data) {
        if (this == SM3_256) {
            return new Digest(this, Sm3.of(data));
        }
        MessageDigest digest = OWN.get().computeIfAbsent(this, Bank::newMessageDigest);
        digest.reset();
        for (byte[] part : data) {
            digest.update(part);
        }
        return new Digest(this, digest.digest());
    }

    /** A copy of a state that is never fed: cheaper than asking the security providers each time. */
    MessageDigest newMessageDigest() {
        if (fresh == null) {
            throw new UnsupportedOperationException("the JDK has no " + label() + ", so files are not measured in it");
        }
        try {
            return (MessageDigest) fresh.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the security provider of " + jdkName + " can't copy a digest's state", e);
        }
    }

    private static MessageDigest instance(String jdkName) {
        try {
            return MessageDigest.getInstance(jdkName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks " + jdkName + ", which every JDK must have", e);
        }
    }
}
