package io.hallmark.measuredboot.grub;

import java.util.List;
import java.util.Optional;

/** A parsed piece of script; immutable, so that it can be run any number of times. */
sealed interface Node {

    /** One command with its arguments; a block argument is the last word. */
    record Command(List<Word> words, String position) implements Node {
        public Command {
            words = List.copyOf(words);
        }
    }

    /** Commands one after another. */
    record Sequence(List<Node> nodes) implements Node {
        public Sequence {
            nodes = List.copyOf(nodes);
        }
    }

    /** {@code if}; {@code elif} is an {@code if} in its {@code otherwise}. */
    record Condition(Node test, Node then, Optional<Node> otherwise) implements Node {}

    /** {@code for}. */
    record For(String name, List<Word> words, Node body) implements Node {
        public For {
            words = List.copyOf(words);
        }
    }

    /** {@code while} and {@code until}. */
    record While(boolean until, Node test, Node body) implements Node {}

    /** A function's definition; takes effect when it is parsed. */
    record Function(String name, Node body) implements Node {}
}
