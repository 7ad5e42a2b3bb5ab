package io.hallmark.baselines.repository;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where an armored signature begins and ends in a text, by Git's own rule ({@code gpg-interface.c}). */
final class SignatureText {
    private static final List<String> BEGINNINGS = List.of(
            "-----BEGIN PGP SIGNATURE-----",
            "-----BEGIN PGP MESSAGE-----",
            "-----BEGIN SSH SIGNATURE-----",
            "-----BEGIN SIGNED MESSAGE-----");

    private SignatureText() {}

    static boolean begins(String line) {
        return BEGINNINGS.stream().anyMatch(line::startsWith);
    }

    /** The offset of the last line on which a signature begins; the length when there is none. */
    static int lastBeginning(byte[] text) {
        int found = text.length;
        for (int line = 0; line < text.length; ) {
            for (String beginning : BEGINNINGS) {
                if (startsWith(text, line, beginning)) {
                    found = line;
                }
            }
            while (line < text.length && text[line] != '\n') {
                line++;
            }
            line++;
        }
        return found;
    }

    static boolean startsWith(byte[] text, int offset, String prefix) {
        byte[] expected = prefix.getBytes(StandardCharsets.US_ASCII);
        return text.length - offset >= expected.length
                && java.util.Arrays.equals(text, offset, offset + expected.length, expected, 0, expected.length);
    }
}
