package io.hallmark.measuredboot.digest;

import java.security.DigestException;
import java.security.MessageDigest;

/**
 * Digests of many short pieces in one bank, written into an array of the caller: for trees of millions of them, where an
 * object for each would cost more than it tells. Not safe for use by several threads.
 */
public final class PieceHasher {
    private final MessageDigest state;

    /** @param bank a computable one */
    public PieceHasher(Bank bank) {
        this.state = bank.newMessageDigest();
    }

    public PieceHasher update(byte[] data, int offset, int length) {
        state.update(data, offset, length);
        return this;
    }

    /** Ends the piece and writes its digest to {@code target}; this hasher is then as new. */
    public void finishInto(byte[] target, int offset) {
        try {
            state.digest(target, offset, state.getDigestLength());
        } catch (DigestException e) {
            throw new IllegalArgumentException("no room for a digest at index " + offset, e);
        }
    }
}
