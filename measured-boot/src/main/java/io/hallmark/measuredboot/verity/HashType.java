package io.hallmark.measuredboot.verity;

import io.hallmark.measuredboot.MeasuredBootException;

/** How a block is hashed together with the salt, and how digests lie in a hash block; "version" in a kernel's table. */
public enum HashType {
    /** H(block || salt), digests one after the other: the first form, of Chromium OS. */
    SALT_LAST(0),
    /** H(salt || block), each digest in a slot of a power of two bytes: what everybody uses. */
    SALT_FIRST(1);

    private final int number;

    HashType(int number) {
        this.number = number;
    }

    /** 0 or 1, as in superblocks and in the table of a kernel. */
    public int number() {
        return number;
    }

    /** @throws MeasuredBootException when there is no such type */
    public static HashType of(long number) {
        if (number == 0) {
            return SALT_LAST;
        }
        if (number == 1) {
            return SALT_FIRST;
        }
        throw new MeasuredBootException("dm-verity's hash types are 0 and 1, not " + number);
    }
}
