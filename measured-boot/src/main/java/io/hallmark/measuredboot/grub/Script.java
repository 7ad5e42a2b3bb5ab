package io.hallmark.measuredboot.grub;

import io.hallmark.measuredboot.io.Remembered;
import java.util.ArrayList;
import java.util.List;

/**
 * A script parsed unit by unit, as GRUB runs it: a line that it rejects it reports, and goes on with the next one.
 *
 * @param pieces in order
 */
record Script(List<Piece> pieces) {
    /** Most runs are of configurations that ran before, on other machines. */
    private static final Remembered<SourceText, Script> PARSED = new Remembered<>(1024);

    /** What GRUB parses at once. */
    sealed interface Piece {
        /** @param functions those that the unit defines, known before any of its commands runs */
        record Unit(List<Node.Function> functions, Node.Sequence commands) implements Piece {}

        /** @param message what is wrong and where */
        record Rejected(String message) implements Piece {}
    }

    Script {
        pieces = List.copyOf(pieces);
    }

    static Script of(SourceText source) {
        return PARSED.of(source, Script::parse);
    }

    private static Script parse(SourceText source) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (at < source.text().length()) {
            try {
                Parser.Unit unit = Parser.unit(source, at);
                pieces.add(piece(unit.nodes()));
                at = unit.end();
            } catch (ScriptSyntaxException e) {
                pieces.add(new Piece.Rejected(e.getMessage()));
                at = e.resume();
            }
        }
        return new Script(pieces);
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
