package io.hallmark.measuredboot.chain;

import java.nio.charset.StandardCharsets;

/** UEFI's CHAR16 strings. */
final class Utf16 {
    private Utf16() {}

    /** UTF-16LE without a terminator. */
    static byte[] plain(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    /** UTF-16LE with the terminating NUL. */
    static byte[] terminated(String text) {
        return plain(text + "\0");
    }

    static String read(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_16LE);
    }
}
