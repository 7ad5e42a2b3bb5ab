package io.hallmark.measuredboot.verity;

import io.hallmark.measuredboot.digest.PieceHasher;

/** The digest of a block with the salt, before or after it. For one thread. */
final class BlockHasher {
    private final PieceHasher hasher;
    private final byte[] salt;
    private final boolean saltFirst;

    BlockHasher(VerityParameters parameters) {
        this.hasher = new PieceHasher(parameters.algorithm());
        this.salt = parameters.salt().bytes();
        this.saltFirst = parameters.hashType() == HashType.SALT_FIRST;
    }

    void hash(byte[] data, int offset, int length, byte[] target, int targetOffset) {
        if (saltFirst) {
            hasher.update(salt, 0, salt.length).update(data, offset, length);
        } else {
            hasher.update(data, offset, length).update(salt, 0, salt.length);
        }
        hasher.finishInto(target, targetOffset);
    }
}
