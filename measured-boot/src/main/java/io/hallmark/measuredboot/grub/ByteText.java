package io.hallmark.measuredboot.grub;

import java.nio.charset.StandardCharsets;

/**
 * Text as GRUB handles it: bytes, one to a char.
 *
 * <p>GRUB knows no encoding when it reads, joins and measures text, so within this package every string holds one byte
 * in each char. These are the ways in and out.
 */
final class ByteText {
    private ByteText() {}

    /** The bytes of a text from outside. */
    static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The text that the bytes are; malformed UTF-8 becomes U+FFFD, which {@link #isUtf8} tells beforehand. */
    static String text(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    static boolean isUtf8(String bytes) {
        return of(text(bytes)).equals(bytes);
    }

    /** What GRUB takes for white space ({@code grub_isspace}). */
    static boolean isSpace(char c) {
        return c == '\n' || c == '\r' || c == ' ' || c == '\t';
    }
}
