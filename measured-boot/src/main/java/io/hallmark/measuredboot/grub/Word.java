package io.hallmark.measuredboot.grub;

import java.util.ArrayList;
import java.util.List;

/** One argument of a command as it is written; becomes none, one or several arguments when it is expanded. */
record Word(List<Part> parts) {
    Word {
        parts = List.copyOf(parts);
    }

    /** A piece of a word ({@code enum grub_script_arg_type} in GRUB). */
    sealed interface Part {}

    /** Text outside quotes; backslashes are still in it. */
    record Bare(String text) implements Part {}

    /** Text within quotes, with the quotes' backslashes resolved. */
    record Quoted(String text) implements Part {}

    /** {@code $name}; unquoted its value is split into words. */
    record Variable(String name, boolean quoted) implements Part {}

    /** {@code $"…"}: text to be translated, with variables. */
    record Translated(String text) implements Part {}

    /** {@code {…}}: the source text between the braces. */
    record Block(String source) implements Part {}

    boolean isBlock() {
        return parts.size() == 1 && parts.get(0) instanceof Block;
    }

    static Word block(String source) {
        return new Word(List.of(new Block(source)));
    }

    /** Cuts the source of a word into its parts; the lexer has seen that it is well-formed but for '$' in quotes. */
    static Word of(String source, Lexer lexer, int offset) throws ScriptSyntaxException {
        return new Word(new Cutter(source, lexer, offset).cut());
    }

    /** The states SPLIT, DQUOTE, SQUOTE, I18NQUOTE and VAR of {@code grub-core/script/yylex.l}. */
    private static final class Cutter {
        private final String source;
        private final Lexer lexer;
        private final int offset;
        private final List<Part> parts = new ArrayList<>();
        private final StringBuilder bare = new StringBuilder();
        private int at;

        Cutter(String source, Lexer lexer, int offset) {
            this.source = source;
            this.lexer = lexer;
            this.offset = offset;
        }

        List<Part> cut() throws ScriptSyntaxException {
            while (at < source.length()) {
                char c = source.charAt(at);
                if (c == '\\') {
                    if (source.charAt(at + 1) != '\n') {
                        bare.append(source, at, at + 2);
                    }
                    at += 2;
                } else if (c == '"') {
                    flush();
                    at++;
                    quoted();
                } else if (c == '\'') {
                    flush();
                    int close = source.indexOf('\'', at + 1);
                    parts.add(new Quoted(source.substring(at + 1, close)));
                    at = close + 1;
                } else if (c == '$' && source.charAt(at + 1) == '"') {
                    flush();
                    at += 2;
                    translated();
                } else if (c == '$') {
                    flush();
                    variable(false);
                } else {
                    bare.append(c);
                    at++;
                }
            }
            flush();
            return parts;
        }

        private void flush() {
            if (bare.length() > 0) {
                parts.add(new Bare(bare.toString()));
                bare.setLength(0);
            }
        }

        private void variable(boolean quoted) throws ScriptSyntaxException {
            int end = Variables.endOfReference(source, at);
            if (end == at) {
                throw lexer.error("'$' without a variable's name in double quotes: use '\\$' or single quotes", offset);
            }
            boolean braces = source.charAt(at + 1) == '{';
            parts.add(new Variable(source.substring(at + (braces ? 2 : 1), end - (braces ? 1 : 0)), quoted));
            at = end;
        }

        private void quoted() throws ScriptSyntaxException {
            StringBuilder text = new StringBuilder();
            while (source.charAt(at) != '"') {
                char c = source.charAt(at);
                if (c == '$') {
                    parts.add(new Quoted(text.toString()));
                    text.setLength(0);
                    variable(true);
                } else if (c == '\\' && "$\\\"\n".indexOf(source.charAt(at + 1)) >= 0) {
                    if (source.charAt(at + 1) != '\n') {
                        text.append(source.charAt(at + 1));
                    }
                    at += 2;
                } else {
                    text.append(c);
                    at++;
                }
            }
            at++;
            parts.add(new Quoted(text.toString()));
        }

        private void translated() {
            StringBuilder text = new StringBuilder();
            while (source.charAt(at) != '"') {
                char c = source.charAt(at);
                if (c == '\\' && "\\\"\n".indexOf(source.charAt(at + 1)) >= 0) {
                    switch (source.charAt(at + 1)) {
                        case '\\' -> text.append("\\\\");
                        case '"' -> text.append('"');
                        default -> {}
                    }
                    at += 2;
                } else {
                    text.append(c);
                    at++;
                }
            }
            at++;
            parts.add(new Translated(text.toString()));
        }
    }
}
