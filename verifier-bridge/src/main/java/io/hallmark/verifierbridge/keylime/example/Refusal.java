package io.hallmark.verifierbridge.keylime.example;

import java.util.OptionalInt;

/**
 * Why the policy refuses a log.
 *
 * @param event number of the first event that is refused; empty when it is the log as a whole, or the reference state
 * @param words what is wrong with it
 */
public record Refusal(OptionalInt event, String words) {
    /** The words, with the event before them if it is one. */
    public String line() {
        return (event.isPresent() ? "event " + event.getAsInt() + ": " : "") + words;
    }

    static Refusal ofEvent(int event, String words) {
        return new Refusal(OptionalInt.of(event), words);
    }

    static Refusal ofLog(String words) {
        return new Refusal(OptionalInt.empty(), words);
    }
}
