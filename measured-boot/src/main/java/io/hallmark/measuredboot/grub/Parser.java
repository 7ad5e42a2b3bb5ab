package io.hallmark.measuredboot.grub;

import io.hallmark.measuredboot.grub.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parses a script, one unit at a time: a line with all lines that its compound commands go on over. The grammar is that
 * of {@code grub-core/script/parser.y}; among its surprises: bodies and branches must not be empty, functions can be
 * defined at top level only, and {@code }} needs no newline before it in a block but needs one in a function.
 */
final class Parser {
    /** Deeper nesting is refused; GRUB itself has no limit but its stack. */
    private static final int DEEPEST = 100;

    private final SourceText source;
    private final Lexer lexer;
    private Token token;
    private int depth;
    /** Whether a delimiter stood after the commands parsed last. */
    private boolean delimited;

    /** @param nodes what to run, in order
     *  @param end the offset at which the next unit begins */
    record Unit(List<Node> nodes, int end) {}

    private Parser(SourceText source, Lexer lexer, Token first) {
        this.source = source;
        this.lexer = lexer;
        this.token = first;
    }

    /** Parses the unit that begins at {@code start}, which is the start of a line. */
    static Unit unit(SourceText source, int start) throws ScriptSyntaxException {
        Lexer lexer = new Lexer(source, start);
        Parser parser = new Parser(source, lexer, lexer.next());
        List<Node> nodes = new ArrayList<>();
        while (parser.token.kind() != Kind.NEWLINE && parser.token.kind() != Kind.END) {
            nodes.add(parser.token.reserved("function") ? parser.function() : parser.command());
            if (parser.token.symbol(";")) {
                parser.advance();
            } else if (parser.token.kind() != Kind.NEWLINE) {
                throw parser.unexpected("a new line or ';' after the command");
            }
        }
        return new Unit(nodes, parser.token.end());
    }

    private void advance() throws ScriptSyntaxException {
        token = lexer.next();
    }

    private ScriptSyntaxException unexpected(String wanted) {
        if (token.kind() == Kind.END) {
            return new ScriptSyntaxException(
                    source.position(Math.max(0, token.start() - 1)) + ": the file ends before " + wanted, token.end());
        }
        String found = token.kind() == Kind.NEWLINE ? "the end of the line" : "'" + shown(token.text()) + "'";
        return lexer.error(found + " where GRUB wants " + wanted, token.start());
    }

    private static String shown(String text) {
        String printable = ByteText.text(text).replace('\n', ' ');
        return printable.length() <= 40 ? printable : printable.substring(0, 40) + "…";
    }

    private Node command() throws ScriptSyntaxException {
        if (++depth > DEEPEST) {
            throw lexer.error("commands nested more than " + DEEPEST + " deep", token.start());
        }
        try {
            if (token.kind() == Kind.RESERVED) {
                switch (token.text()) {
                    case "if" -> {
                        advance();
                        return condition();
                    }
                    case "for" -> {
                        return forLoop();
                    }
                    case "while", "until" -> {
                        return whileLoop();
                    }
                    default -> throw unexpected("a command");
                }
            }
            return simple();
        } finally {
            depth--;
        }
    }

    private Node simple() throws ScriptSyntaxException {
        if (!token.isWord()) {
            throw unexpected("a command");
        }
        String position = source.position(token.start());
        List<Word> words = new ArrayList<>();
        while (token.isWord() || token.kind() == Kind.RESERVED) {
            words.add(Word.of(token.text(), lexer, token.start()));
            advance();
        }
        if (token.symbol("{")) {
            words.add(Word.block(block()));
        }
        return new Node.Command(words, position);
    }

    /** A block argument; the source between its braces. */
    private String block() throws ScriptSyntaxException {
        int open = token.end();
        advance();
        commands();
        int close = token.start();
        expect("}");
        return source.text().substring(open, close);
    }

    private Node condition() throws ScriptSyntaxException {
        if (++depth > DEEPEST) {
            throw lexer.error("commands nested more than " + DEEPEST + " deep", token.start());
        }
        Node test = delimited();
        expectReserved("then");
        Node then = delimited();
        Optional<Node> otherwise = Optional.empty();
        if (token.reserved("elif")) {
            advance();
            otherwise = Optional.of(condition());
        } else {
            if (token.reserved("else")) {
                advance();
                otherwise = Optional.of(delimited());
            }
            expectReserved("fi");
        }
        depth--;
        return new Node.Condition(test, then, otherwise);
    }

    private Node forLoop() throws ScriptSyntaxException {
        advance();
        String name = name("the name of the loop's variable");
        expectReserved("in");
        List<Word> words = new ArrayList<>();
        while (token.isWord() || token.kind() == Kind.RESERVED) {
            words.add(Word.of(token.text(), lexer, token.start()));
            advance();
        }
        if (!delimiters()) {
            throw unexpected("';' or a new line before 'do'");
        }
        expectReserved("do");
        Node body = delimited();
        expectReserved("done");
        return new Node.For(name, words, body);
    }

    private Node whileLoop() throws ScriptSyntaxException {
        boolean until = token.reserved("until");
        advance();
        Node test = delimited();
        expectReserved("do");
        Node body = delimited();
        expectReserved("done");
        return new Node.While(until, test, body);
    }

    private Node function() throws ScriptSyntaxException {
        advance();
        String name = name("the function's name");
        while (token.kind() == Kind.NEWLINE) {
            advance();
        }
        expect("{");
        Node body = delimited();
        expect("}");
        return new Node.Function(name, body);
    }

    /** Commands with a delimiter after the last. */
    private Node delimited() throws ScriptSyntaxException {
        Node commands = commands();
        if (!delimited) {
            throw unexpected("';' or a new line after the command");
        }
        return commands;
    }

    private Node commands() throws ScriptSyntaxException {
        while (token.kind() == Kind.NEWLINE) {
            advance();
        }
        List<Node> nodes = new ArrayList<>();
        nodes.add(command());
        boolean delimiter = delimiters();
        while (delimiter && startsCommand()) {
            nodes.add(command());
            delimiter = delimiters();
        }
        delimited = delimiter;
        return new Node.Sequence(nodes);
    }

    private boolean startsCommand() {
        return token.isWord()
                || token.reserved("if")
                || token.reserved("for")
                || token.reserved("while")
                || token.reserved("until");
    }

    /** Skips one delimiter and the new lines after it; whether there was one. */
    private boolean delimiters() throws ScriptSyntaxException {
        if (!token.symbol(";") && token.kind() != Kind.NEWLINE) {
            return false;
        }
        advance();
        while (token.kind() == Kind.NEWLINE) {
            advance();
        }
        return true;
    }

    private String name(String what) throws ScriptSyntaxException {
        if (token.kind() != Kind.NAME) {
            throw unexpected(what);
        }
        String name = token.text();
        advance();
        return name;
    }

    private void expect(String symbol) throws ScriptSyntaxException {
        if (!token.symbol(symbol)) {
            throw unexpected("'" + symbol + "'");
        }
        advance();
    }

    private void expectReserved(String word) throws ScriptSyntaxException {
        if (!token.reserved(word)) {
            throw unexpected("'" + word + "'");
        }
        advance();
    }
}
