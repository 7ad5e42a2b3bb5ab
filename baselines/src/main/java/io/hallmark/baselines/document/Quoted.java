package io.hallmark.baselines.document;

import java.util.Locale;

/** Foreign text in messages: one line, printable, and short, whatever somebody wrote into a document. */
public final class Quoted {
    private static final int LONGEST = 80;

    private Quoted() {}

    /** The text in single quotes; what follows its first characters is cut off. */
    public static String of(String text) {
        boolean cut = text.codePointCount(0, text.length()) > LONGEST;
        String shown = cut ? text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…" : text;
        return "'" + line(shown) + "'";
    }

    /** The text with control, format and unpaired characters as escapes, so that it can't forge or reorder lines. */
    public static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> line.append(String.format(Locale.ROOT, "\\u%04x", c));
                default -> line.appendCodePoint(c);
            }
        });
        return line.toString();
    }
}
