package io.hallmark.measuredboot.grub;

/**
 * One token of a script.
 *
 * @param text as it stands in the source
 * @param start offset of its first character
 * @param end offset after its last character
 */
record Token(Kind kind, String text, int start, int end) {
    /** What GRUB's lexer tells apart. */
    enum Kind {
        /** A word that could name a variable or function. */
        NAME,
        /** Any other word, quotes and variables included. */
        WORD,
        /** A reserved word. */
        RESERVED,
        /** {@code { } ; | & < >} and their doubled forms. */
        SYMBOL,
        NEWLINE,
        END
    }

    boolean is(Kind wanted, String wantedText) {
        return kind == wanted && text.equals(wantedText);
    }

    boolean symbol(String wanted) {
        return is(Kind.SYMBOL, wanted);
    }

    boolean reserved(String wanted) {
        return is(Kind.RESERVED, wanted);
    }

    boolean isWord() {
        return kind == Kind.NAME || kind == Kind.WORD;
    }
}
