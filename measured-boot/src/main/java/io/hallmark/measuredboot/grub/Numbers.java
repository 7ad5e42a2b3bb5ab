package io.hallmark.measuredboot.grub;

import java.util.OptionalLong;

/** Numbers as GRUB reads them ({@code grub_strtoull} in {@code grub-core/kern/misc.c}). */
final class Numbers {
    private Numbers() {}

    /**
     * A number at the beginning of a text.
     *
     * @param value empty when there is no digit
     * @param end offset after the last digit
     */
    record Prefix(OptionalLong value, int end) {}

    /** @param base 10, or 0 for one that {@code 0x} and {@code 0} decide */
    static Prefix prefix(String text, int base) {
        int at = 0;
        while (at < text.length() && ByteText.isSpace(text.charAt(at))) {
            at++;
        }
        int radix = base == 0 ? 10 : base;
        if (base == 0 && text.startsWith("0x", at)) {
            radix = 16;
            at += 2;
        } else if (base == 0 && at + 1 < text.length() && text.charAt(at) == '0' && isOctal(text.charAt(at + 1))) {
            radix = 8;
        }
        long value = 0;
        boolean found = false;
        while (at < text.length()) {
            int digit = text.charAt(at) < 128 ? Character.digit(text.charAt(at), radix) : -1;
            if (digit < 0) {
                break;
            }
            found = true;
            if (Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, radix)) > 0) {
                return new Prefix(OptionalLong.of(-1L), at);
            }
            value = value * radix + digit;
            at++;
        }
        return new Prefix(found ? OptionalLong.of(value) : OptionalLong.empty(), at);
    }

    /** The number, or 0 when there is none, with an optional minus sign ({@code grub_strtosl} of test.c). */
    static long signed(String text) {
        return text.startsWith("-") ? -unsigned(text.substring(1)) : unsigned(text);
    }

    static long unsigned(String text) {
        return prefix(text, 0).value().orElse(0);
    }

    private static boolean isOctal(char c) {
        return c >= '0' && c <= '7';
    }
}
