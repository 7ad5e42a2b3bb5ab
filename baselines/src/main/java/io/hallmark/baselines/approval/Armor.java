package io.hallmark.baselines.approval;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Base64 between a line that begins it and one that ends it (PEM, RFC 7468). */
final class Armor {
    /** Signatures and keys that people use have a tenth of it, in bytes. */
    static final int LARGEST = 128 * 1024;

    private Armor() {}

    static boolean is(String text, String label) {
        return text.startsWith(begin(label));
    }

    /** @throws BadSignature when it is too large, is no Base64 or holds more than one block */
    static byte[] decode(String text, String label) throws BadSignature {
        if (text.length() > LARGEST) {
            throw new BadSignature("it has more than " + LARGEST + " bytes");
        }
        String stripped = text.strip();
        String end = "-----END " + label + "-----";
        if (!is(stripped, label) || !stripped.endsWith(end)) {
            throw new BadSignature("it does not end with " + end);
        }
        String body = stripped.substring(begin(label).length(), stripped.length() - end.length());
        try {
            return Base64.getDecoder()
                    .decode(body.replaceAll("[ \\t\\r\\n]", "").getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new BadSignature("it is not one block of Base64");
        }
    }

    private static String begin(String label) {
        return "-----BEGIN " + label + "-----";
    }
}
