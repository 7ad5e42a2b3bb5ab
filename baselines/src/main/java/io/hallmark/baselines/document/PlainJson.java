package io.hallmark.baselines.document;

import io.hallmark.baselines.BaselinesException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads JSON that is no document of this project, such as the answers of servers; the counterpart of {@link CanonicalJson}. */
public final class PlainJson {
    private PlainJson() {}

    /**
     * Reads one value, within the limits on size and depth that documents have.
     *
     * @param name for messages
     * @return a {@code Map}, {@code List}, {@code String}, {@code BigDecimal} or {@code Boolean}; an empty {@code
     *     Optional} for null
     * @throws BaselinesException with line and column when it is no JSON
     */
    public static Object read(String name, byte[] bytes) {
        return plain(JsonReader.read(name, bytes));
    }

    /** The same for a value that must be an object. */
    public static Map<String, Object> readObject(String name, byte[] bytes) {
        YamlValue value = JsonReader.read(name, bytes);
        Map<String, Object> object = new LinkedHashMap<>();
        value.asMapping().values().forEach((key, member) -> object.put(key, plain(member)));
        return object;
    }

    private static Object plain(YamlValue value) {
        if (value instanceof YamlValue.Mapping mapping) {
            Map<String, Object> object = new LinkedHashMap<>();
            mapping.values().forEach((key, member) -> object.put(key, plain(member)));
            return object;
        }
        if (value instanceof YamlValue.Sequence sequence) {
            return sequence.items().stream().map(PlainJson::plain).toList();
        }
        return value instanceof YamlValue.Word word ? word(word.text()) : value.asText();
    }

    private static Object word(String text) {
        return switch (text) {
            case "true", "false" -> Boolean.valueOf(text);
            case "null" -> Optional.empty();
            default -> new BigDecimal(text);
        };
    }
}
