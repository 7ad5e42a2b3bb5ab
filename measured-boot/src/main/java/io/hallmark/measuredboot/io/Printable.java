package io.hallmark.measuredboot.io;

/** Text from foreign files, made fit for a terminal, a log or a page: it can't move the cursor or start a new line. */
public final class Printable {
    private static final int LONGEST = 1024;

    private Printable() {}

    /** Whether a character has a shape of its own. */
    public static boolean is(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** The text as one line: what is not printable becomes U+FFFD, and a very long one is cut. */
    public static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> line.appendCodePoint(is(c) ? c : 0xFFFD));
        return line.toString();
    }
}
