package io.hallmark.measuredboot.chain;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command line: a text, or none, or one that can't be known before the boot.
 *
 * @param text empty when there is none, and when it is not known
 * @param unknown why it is not known, with what to do about it
 */
record CommandLine(Optional<String> text, Optional<String> unknown) {
    static final CommandLine NONE = new CommandLine(Optional.empty(), Optional.empty());

    static CommandLine of(String text) {
        return new CommandLine(Optional.of(text), Optional.empty());
    }

    static CommandLine unknown(String reason) {
        return new CommandLine(Optional.empty(), Optional.of(reason));
    }

    /** Both, one behind the other with a space between; an empty one adds nothing. */
    CommandLine and(CommandLine other) {
        if (isNone() || other.unknown.isPresent() && unknown.isEmpty()) {
            return other;
        }
        if (other.isNone() || unknown.isPresent()) {
            return this;
        }
        return of(Stream.of(text.get(), other.text.get())
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(" ")));
    }

    /** Whether it is certain that there is none. */
    boolean isNone() {
        return unknown.isEmpty() && text.isEmpty();
    }
}
