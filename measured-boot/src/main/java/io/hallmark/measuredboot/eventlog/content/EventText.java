package io.hallmark.measuredboot.eventlog.content;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Texts in event data, which come as ASCII, UTF-8 or UTF-16, with and without terminators. */
final class EventText {
    private EventText() {}

    /** UTF-16LE up to its terminator. */
    static String utf16(byte[] bytes) {
        String text = new String(bytes, 0, bytes.length & ~1, StandardCharsets.UTF_16LE);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    /** The text that the bytes are, if they are one: UTF-16 when every second byte is zero, else UTF-8. */
    static Optional<String> of(byte[] bytes) {
        if (bytes.length == 0) {
            return Optional.of("");
        }
        String text = looksLikeUtf16(bytes) ? utf16(bytes) : new String(bytes, StandardCharsets.UTF_8);
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\0') {
            end--;
        }
        text = text.substring(0, end);
        boolean readable =
                text.chars().allMatch(c -> c >= ' ' && c != 0x7F && c != 0xFFFD || c == '\n' || c == '\t' || c == '\r');
        return readable ? Optional.of(text) : Optional.empty();
    }

    private static boolean looksLikeUtf16(byte[] bytes) {
        if (bytes.length < 4 || bytes.length % 2 != 0) {
            return false;
        }
        for (int i = 1; i < Math.min(bytes.length, 16); i += 2) {
            if (bytes[i] != 0 || bytes[i - 1] == 0 && i < 3) {
                return false;
            }
        }
        return true;
    }
}
