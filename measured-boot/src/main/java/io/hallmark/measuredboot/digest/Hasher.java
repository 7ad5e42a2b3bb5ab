package io.hallmark.measuredboot.digest;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Digests of one stream in several banks, in one pass. Not safe for use by several threads. */
public final class Hasher {
    private final EnumMap<Bank, MessageDigest> states;

    /** @param banks computable ones */
    public Hasher(Collection<Bank> banks) {
        states = new EnumMap<>(Bank.class);
        for (Bank bank : banks) {
            states.put(bank, bank.newMessageDigest());
        }
    }

    private Hasher(EnumMap<Bank, MessageDigest> states) {
        this.states = states;
    }

    public Hasher update(byte[] data) {
        return update(data, 0, data.length);
    }

    public Hasher update(byte[] data, int offset, int length) {
        for (MessageDigest state : states.values()) {
            state.update(data, offset, length);
        }
        return this;
    }

    /** Feeds {@code count} zero bytes, as loaders pad with. */
    public Hasher zeros(long count) {
        byte[] block = new byte[(int) Math.min(count, 8192)];
        for (long left = count; left > 0; left -= block.length) {
            update(block, 0, (int) Math.min(left, block.length));
        }
        return this;
    }

    /** The same state once more, so that a stream can go on in two ways. */
    public Hasher fork() {
        EnumMap<Bank, MessageDigest> copies = new EnumMap<>(Bank.class);
        for (Map.Entry<Bank, MessageDigest> entry : states.entrySet()) {
            try {
                copies.put(entry.getKey(), (MessageDigest) entry.getValue().clone());
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException(
                        "the security provider of " + entry.getKey().label() + " can't copy a digest's state", e);
            }
        }
        return new Hasher(copies);
    }

    /** Ends the stream; this hasher is then as new. */
    public Digests finish() {
        List<Digest> digests = new ArrayList<>(states.size());
        states.forEach((bank, state) -> digests.add(new Digest(bank, state.digest())));
        return Digests.of(digests);
    }
}
