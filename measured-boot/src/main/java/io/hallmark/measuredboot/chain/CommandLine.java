package io.hallmark.measuredboot.chain;

import java.util.Optional;

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

    /** Whether it is certain that there is none. */
    boolean isNone() {
        return unknown.isEmpty() && text.isEmpty();
    }
}
