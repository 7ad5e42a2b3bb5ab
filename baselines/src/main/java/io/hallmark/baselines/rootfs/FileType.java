package io.hallmark.baselines.rootfs;

import java.util.Optional;

/** What a file is; the bits of {@code st_mode} as in Linux's {@code stat.h}. */
public enum FileType {
    FIFO(0010000),
    CHARACTER_DEVICE(0020000),
    DIRECTORY(0040000),
    BLOCK_DEVICE(0060000),
    REGULAR(0100000),
    SYMBOLIC_LINK(0120000),
    SOCKET(0140000);

    private static final int MASK = 0170000;

    private final int bits;

    FileType(int bits) {
        this.bits = bits;
    }

    /** The type's bits in {@code st_mode}. */
    public int bits() {
        return bits;
    }

    /** The type that a mode has; empty for bits that Linux doesn't know. */
    public static Optional<FileType> of(int mode) {
        for (FileType type : values()) {
            if (type.bits == (mode & MASK)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
