package io.hallmark.baselines.document;

import io.hallmark.baselines.BaselinesException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of one target: {@code targets.<name>} in {@code hallmark.yaml}.
 *
 * <p>Which fields there are is known only to the target's kind; it asks for each here, so that a wrong one is reported
 * with line and column like any other.
 */
public final class TargetSettings {
    private static final int DEFAULT_ATTEMPTS = 5;
    private static final int MOST_ATTEMPTS = 50;

    private final String name;
    private final String kind;
    private final boolean required;
    private final int attempts;
    private final YamlValue value;
    private final Fields fields;

    private TargetSettings(String name, YamlValue value) {
        this.name = name;
        this.value = value;
        this.fields = Fields.of(value, "target '" + name + "'");
        this.kind = fields.name("kind");
        this.required = fields.optional("required").map(Fields::flag).orElse(true);
        this.attempts = fields.optional("attempts")
                .map(v -> Fields.number(v, 1, MOST_ATTEMPTS))
                .orElse(DEFAULT_ATTEMPTS);
    }

    static TargetSettings of(String name, YamlValue value) {
        return new TargetSettings(name, value);
    }

    /** What people call the target: {@code keylime-prod}. */
    public String name() {
        return name;
    }

    /** The kind: {@code keylime}. */
    public String kind() {
        return kind;
    }

    /** Whether a publication is complete only when this target holds it. */
    public boolean required() {
        return required;
    }

    /** How often one publication tries the target while it is down, 1 to 50. */
    public int attempts() {
        return attempts;
    }

    /** Where the settings stand, for messages. */
    public String where() {
        return fields.source().toString();
    }

    public String text(String field) {
        return fields.text(field);
    }

    public Optional<String> optionalText(String field) {
        return fields.optionalText(field);
    }

    public boolean flag(String field, boolean otherwise) {
        return fields.optional(field).map(Fields::flag).orElse(otherwise);
    }

    /** A whole number within bounds. */
    public int number(String field, int least, int most, int otherwise) {
        return fields.optional(field).map(v -> Fields.number(v, least, most)).orElse(otherwise);
    }

    /** One of several words. */
    public String choice(String field, List<String> words, String otherwise) {
        Optional<YamlValue> given = fields.optional(field);
        if (given.isPresent() && !words.contains(given.get().asText())) {
            throw YamlValue.error(
                    given.get().source(),
                    Fields.unknown("word", given.get().asText(), "'" + field + "' of target '" + name + "'", words));
        }
        return given.map(YamlValue::asText).orElse(otherwise);
    }

    /** A list of texts; empty when absent. */
    public List<String> texts(String field) {
        return fields.distinct(field, YamlValue::asText);
    }

    /** Texts by name, sorted; empty when absent. */
    public Map<String, String> textsByName(String field) {
        Map<String, String> texts = new TreeMap<>();
        fields.optional(field)
                .ifPresent(v -> v.asMapping().values().forEach((key, text) -> texts.put(key, text.asText())));
        return texts;
    }

    /** Refuses a field's value, with its place. */
    public BaselinesException refuse(String field, String message) {
        return YamlValue.error(fields.optional(field).map(YamlValue::source).orElse(fields.source()), message);
    }

    /** Refuses fields that nobody asked for. */
    public void done() {
        fields.done();
    }

    /** All fields as they stand, for writing. */
    Map<String, Object> plain() {
        Map<String, Object> plain = new LinkedHashMap<>();
        value.asMapping().values().forEach((field, v) -> plain.put(field, plain(v)));
        return plain;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TargetSettings that && name.equals(that.name) && plain().equals(that.plain());
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, plain());
    }

    private static Object plain(YamlValue value) {
        if (value instanceof YamlValue.Mapping mapping) {
            Map<String, Object> plain = new LinkedHashMap<>();
            mapping.values().forEach((key, v) -> plain.put(key, plain(v)));
            return plain;
        }
        return value instanceof YamlValue.Sequence list
                ? list.items().stream().map(TargetSettings::plain).toList()
                : word(value.asText());
    }

    /** As it is written without quotes, which is what the schema asks of flags and numbers. */
    private static Object word(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        return text.matches("0|[1-9][0-9]{0,8}") ? (Object) Integer.valueOf(text) : text;
    }
}
