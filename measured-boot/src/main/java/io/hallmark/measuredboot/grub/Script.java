package io.hallmark.measuredboot.grub;

import io.hallmark.measuredboot.io.Remembered;
import java.util.ArrayList;
import java.util.List;

/**
 * A script in the units that GRUB parses and runs one after another: a line that it rejects it reports, and goes on with the
 * next one. Parsed as far as any run has come. For use by any number of threads.
 */
final class Script {
    /** Most runs are of configurations that ran before, on other machines. */
    private static final Remembered<SourceText, Script> KNOWN = new Remembered<>(1024);

    private final SourceText source;
    private final List<Piece> parsed = new ArrayList<>();
    private int next;

    private Script(SourceText source) {
        this.source = source;
    }

    /** What GRUB parses at once. */
    sealed interface Piece {
        /** @param functions those that the unit defines, known before any of its commands runs */
        record Unit(List<Node.Function> functions, Node.Sequence commands) implements Piece {}

        /** @param message what is wrong and where */
        record Rejected(String message) implements Piece {}
    }

    static Script of(SourceText source) {
        return KNOWN.of(source, Script::new);
    }

    /** Whether there is a piece of this number, from 0; those before it have been asked for. */
    synchronized boolean has(int number) {
        return number < parsed.size() || next < source.text().length();
    }

    /** A piece that there is. */
    synchronized Piece piece(int number) {
        if (number == parsed.size()) {
            parse();
        }
        return parsed.get(number);
    }

    private void parse() {
        try {
            Parser.Unit unit = Parser.unit(source, next);
            parsed.add(piece(unit.nodes()));
            next = unit.end();
        } catch (ScriptSyntaxException e) {
            parsed.add(new Piece.Rejected(e.getMessage()));
            next = e.resume();
        }
    }

    private static Piece.Unit piece(List<Node> nodes) {
        List<Node.Function> functions = new ArrayList<>();
        List<Node> commands = new ArrayList<>();
        for (Node node : nodes) {
            if (node instanceof Node.Function function) {
                functions.add(function);
            } else {
                commands.add(node);
            }
        }
        return new Piece.Unit(List.copyOf(functions), new Node.Sequence(commands));
    }
}
