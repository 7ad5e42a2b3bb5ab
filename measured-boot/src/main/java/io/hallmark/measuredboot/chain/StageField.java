package io.hallmark.measuredboot.chain;

/**
 * A field that a kind of boot stage takes.
 *
 * @param name as in {@code hallmark.yaml}
 * @param type what its value is
 * @param help one sentence for people, used in the JSON Schema
 */
public record StageField(String name, Type type, boolean required, String help) {
    /** The shapes of a field's value. */
    public enum Type {
        /** The name of an artifact. */
        ARTIFACT,
        /** A list of names of artifacts. */
        ARTIFACTS,
        /** A text. */
        TEXT,
        /** A mapping from the path that the loader opens to the name of an artifact. */
        FILES
    }

    public static StageField required(String name, Type type, String help) {
        return new StageField(name, type, true, help);
    }

    public static StageField optional(String name, Type type, String help) {
        return new StageField(name, type, false, help);
    }
}
