package io.hallmark.baselines.document;

import io.hallmark.baselines.BaselinesException;
import java.util.List;
import java.util.Map;

/** A value of a YAML or JSON document that knows where it stands. */
public sealed interface YamlValue {
    /** Where it stands. */
    Source source();

    /** A text, number or word; what it means is decided by who reads it. */
    record Scalar(Source source, String text) implements YamlValue {}

    /** A value of JSON that is written without quotes: a number, {@code true}, {@code false} or {@code null}. */
    record Word(Source source, String text) implements YamlValue {}

    record Sequence(Source source, List<YamlValue> items) implements YamlValue {}

    /** @param keys where each key stands */
    record Mapping(Source source, Map<String, YamlValue> values, Map<String, Source> keys) implements YamlValue {
        /** Notes where a key stands, and refuses one that stands already elsewhere. */
        static void put(Map<String, Source> keys, String key, Source at) {
            Source before = keys.putIfAbsent(key, at);
            if (before != null) {
                throw error(at, Quoted.of(key) + " is given twice; it stands already at line " + before.line());
            }
        }
    }

    /** Its text; an error with its place when it is a list or mapping. */
    default String asText() {
        if (this instanceof Scalar scalar) {
            return scalar.text();
        }
        if (this instanceof Word word) {
            return word.text();
        }
        throw error(source(), "a text is expected here");
    }

    /** Its items; an error with its place when it is no list. */
    default List<YamlValue> asList() {
        if (this instanceof Sequence sequence) {
            return sequence.items();
        }
        throw error(source(), "a list is expected here");
    }

    /** Itself; an error with its place when it is no mapping. */
    default Mapping asMapping() {
        if (this instanceof Mapping mapping) {
            return mapping;
        }
        throw error(source(), "a mapping (name: value) is expected here");
    }

    /** An error that names the place. */
    static BaselinesException error(Source source, String message) {
        return new BaselinesException(source + ": " + message);
    }
}
