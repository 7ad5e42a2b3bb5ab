package io.hallmark.measuredboot.initramfs;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * How a segment of an initramfs is compressed, told by its first bytes (Linux, {@code lib/decompress.c}, and lz4's
 * frame format, which Linux does not take).
 */
public enum Compression {
    NONE(""),
    GZIP("1f8b", "1f9e"),
    BZIP2("425a68"),
    LZMA("5d0000"),
    XZ("fd377a585a00"),
    LZO("894c5a4f"),
    LZ4_LEGACY("02214c18"),
    LZ4_FRAME("04224d18"),
    ZSTD("28b52ffd");

    /** No magic is longer than this, in bytes. */
    static final int MAGIC_SIZE = 6;

    private final byte[][] magics;

    Compression(String... magics) {
        this.magics = new byte[magics.length][];
        for (int i = 0; i < magics.length; i++) {
            this.magics[i] = HexFormat.of().parseHex(magics[i]);
        }
    }

    /** The name in messages and documents: {@code gzip}, {@code lz4_legacy}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of compressed data that begin so; empty for a plain archive and for anything else. */
    public static Optional<Compression> of(byte[] start) {
        for (Compression compression : values()) {
            for (byte[] magic : compression.magics) {
                if (magic.length > 0 && startsWith(start, magic)) {
                    return Optional.of(compression);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean startsWith(byte[] data, byte[] prefix) {
        if (data.length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (data[i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
