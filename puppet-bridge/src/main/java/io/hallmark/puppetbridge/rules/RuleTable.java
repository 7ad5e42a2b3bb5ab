package io.hallmark.puppetbridge.rules;

import io.hallmark.baselines.document.PlainJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The recorded rules; an empty list of ids means that no mapping was found, not that there is none. */
public final class RuleTable {
    private static final RuleTable RECORDED = new RuleTable("complianceascode.json", "hallmark.json");

    private final Map<String, Rule> rules;

    private RuleTable(String... resources) {
        Map<String, Rule> read = new LinkedHashMap<>();
        for (String resource : resources) {
            for (Object entry : list(PlainJson.readObject(resource, bytes(resource)), "rules")) {
                Map<?, ?> object = (Map<?, ?>) entry;
                Map<String, List<String>> references = new LinkedHashMap<>();
                ((Map<?, ?>) object.get("references"))
                        .forEach((guide, ids) -> references.put((String) guide, strings((List<?>) ids)));
                Rule rule = new Rule((String) object.get("rule"), references);
                read.put(rule.name(), rule);
            }
        }
        rules = Collections.unmodifiableMap(read);
    }

    /** The table that comes with Hallmark. */
    public static RuleTable recorded() {
        return RECORDED;
    }

    /** A rule by its name. */
    public Optional<Rule> find(String name) {
        return Optional.ofNullable(rules.get(name));
    }

    /** Those of the names that are in the table, in the order given, each once. */
    public List<Rule> named(List<String> names) {
        return names.stream().distinct().flatMap(name -> find(name).stream()).toList();
    }

    /** All rules. */
    public List<Rule> all() {
        return List.copyOf(rules.values());
    }

    private static List<?> list(Map<String, Object> object, String key) {
        return (List<?>) object.get(key);
    }

    private static List<String> strings(List<?> values) {
        List<String> strings = new ArrayList<>();
        values.forEach(value -> strings.add((String) value));
        return strings;
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = RuleTable.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
