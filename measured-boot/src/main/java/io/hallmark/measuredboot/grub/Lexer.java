package io.hallmark.measuredboot.grub;

import java.util.List;
import java.util.Set;

/** Cuts a script into tokens, by the rules of {@code grub-core/script/yylex.l}. */
final class Lexer {
    private static final Set<String> RESERVED = Set.of(
            "case",
            "do",
            "done",
            "elif",
            "else",
            "esac",
            "fi",
            "for",
            "if",
            "in",
            "select",
            "then",
            "until",
            "while",
            "function");
    private static final List<String> SYMBOLS = List.of("||", "&&", ";;", "|", "&", ";", "<", ">", "{", "}");

    /** No script of a boot loader has words of this size; a hostile one has. */
    private static final int LONGEST_WORD = 64 * 1024;

    private final SourceText source;
    private final String text;
    private int position;

    Lexer(SourceText source, int position) {
        this.source = source;
        this.text = source.text();
        this.position = position;
    }

    Token next() throws ScriptSyntaxException {
        skipBlanks();
        int start = position;
        if (start >= text.length()) {
            return new Token(Token.Kind.END, "", start, start);
        }
        if (text.charAt(start) == '\n') {
            return token(Token.Kind.NEWLINE, start + 1);
        }
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, start)) {
                return token(Token.Kind.SYMBOL, start + symbol.length());
            }
        }
        int end = endOfWord(start);
        if (end == start) {
            throw error("'$' with neither a variable nor quotes after it", start);
        }
        String word = text.substring(start, end);
        if (word.equals("[[") || word.equals("]]")) {
            throw error("'" + word + "' is reserved", start);
        }
        if (RESERVED.contains(word)) {
            return token(Token.Kind.RESERVED, end);
        }
        return token(Variables.isName(word) ? Token.Kind.NAME : Token.Kind.WORD, end);
    }

    ScriptSyntaxException error(String what, int at) {
        return new ScriptSyntaxException(source.position(at) + ": " + what, source.nextLine(at));
    }

    private Token token(Token.Kind kind, int end) {
        Token token = new Token(kind, text.substring(position, end), position, end);
        position = end;
        return token;
    }

    private void skipBlanks() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == ' ' || c == '\t') {
                position++;
            } else if (c == '#') {
                position = text.indexOf('\n', position);
            } else {
                return;
            }
        }
    }

    private int endOfWord(int start) throws ScriptSyntaxException {
        int at = start;
        while (at < text.length()) {
            if (at - start > LONGEST_WORD) {
                throw error("a word of more than " + LONGEST_WORD + " bytes", start);
            }
            char c = text.charAt(at);
            switch (c) {
                case '{', '}', '|', '&', ';', '<', '>', ' ', '\t', '\n' -> {
                    return at;
                }
                case '\\' -> {
                    if (at + 2 >= text.length()) {
                        throw error("the file ends after a backslash", at);
                    }
                    at += 2;
                }
                case '"' -> at = endOfQuotes(at);
                case '\'' -> {
                    int close = text.indexOf('\'', at + 1);
                    if (close < 0) {
                        throw unclosed(at);
                    }
                    at = close + 1;
                }
                case '$' -> {
                    if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                        at = endOfQuotes(at + 1);
                    } else {
                        int end = Variables.endOfReference(text, at);
                        if (end == at) {
                            return at;
                        }
                        at = end;
                    }
                }
                default -> at++;
            }
        }
        return at;
    }

    private int endOfQuotes(int open) throws ScriptSyntaxException {
        for (int at = open + 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                return at + 1;
            }
            if (c == '\\') {
                at++;
            }
        }
        throw unclosed(open);
    }

    private ScriptSyntaxException unclosed(int open) {
        return new ScriptSyntaxException(source.position(open) + ": a quote is not closed", text.length());
    }
}
