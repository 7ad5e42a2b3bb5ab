package io.hallmark.puppetbridge.lint;

/**
 * What lint has to say of a measure.
 *
 * @param measure its name, or what else of the profile it is about
 * @param reason what is wrong and what to do, one sentence
 */
public record Finding(Severity severity, String measure, String reason) {

    /** How bad it is. */
    public enum Severity {
        /** The profile would break nodes, or says what is not so: nothing is rendered. */
        ERROR,
        /** It may be meant. */
        WARNING
    }

    static Finding error(String measure, String reason) {
        return new Finding(Severity.ERROR, measure, reason);
    }

    static Finding warning(String measure, String reason) {
        return new Finding(Severity.WARNING, measure, reason);
    }

    /** One line: {@code error: mount /var: …}. */
    @Override
    public String toString() {
        return (severity == Severity.ERROR ? "error: " : "warning: ") + measure + ": " + reason;
    }
}
