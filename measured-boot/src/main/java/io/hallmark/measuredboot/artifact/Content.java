package io.hallmark.measuredboot.artifact;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a small file or section; immutable. */
public final class Content {

    private final byte[] bytes;
    /** What many results are remembered by; 0 until it is asked for. */
    private int hash;

    public Content(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public int size() {
        return bytes.length;
    }

    /** The bytes read as UTF-8; malformed sequences become U+FFFD. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Content that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            hash = Arrays.hashCode(bytes);
        }
        return hash;
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
