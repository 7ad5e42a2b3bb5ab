package io.hallmark.baselines.document;

import io.hallmark.baselines.BaselinesException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the fields of a mapping; those that nobody asked for are errors that name the nearest known name. */
public final class Fields {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    private final YamlValue.Mapping mapping;
    private final String what;
    private final Set<String> known = new LinkedHashSet<>();

    private final boolean allKnown;

    private Fields(YamlValue.Mapping mapping, String what, Collection<String> known) {
        this.mapping = mapping;
        this.what = what;
        this.known.addAll(known);
        this.allKnown = !known.isEmpty();
    }

    /** @param what names the mapping in messages: {@code chain 'pxe'} */
    public static Fields of(YamlValue value, String what) {
        return new Fields(value.asMapping(), what, List.of());
    }

    /** @param known the names of all fields, so that the first error can list them */
    public static Fields of(YamlValue value, String what, Collection<String> known) {
        return new Fields(value.asMapping(), what, known);
    }

    /** Where the mapping stands. */
    public Source source() {
        return mapping.source();
    }

    /** The value of a field, if it is there. */
    public Optional<YamlValue> optional(String name) {
        known.add(name);
        return Optional.ofNullable(mapping.values().get(name));
    }

    /** The value of a field; where it is missing, an error that says so, or that names the one which was probably meant. */
    public YamlValue required(String name) {
        return optional(name).orElseThrow(() -> {
            List<String> others = mapping.keys().keySet().stream()
                    .filter(key -> !known.contains(key))
                    .toList();
            return Nearest.to(name, others)
                    .map(typed -> YamlValue.error(mapping.keys().get(typed), mistyped(typed, name)))
                    .orElseGet(() -> YamlValue.error(mapping.source(), "field '" + name + "' is missing in " + what));
        });
    }

    private String mistyped(String typed, String name) {
        return allKnown
                ? unknown("field", typed, what, known)
                : "unknown field " + Quoted.of(typed) + " in " + what + "; did you mean '" + name + "'?";
    }

    /** The text of a field that must be there. */
    public String text(String name) {
        return required(name).asText();
    }

    /** The text of a field, if it is there. */
    public Optional<String> optionalText(String name) {
        return optional(name).map(YamlValue::asText);
    }

    /** A text that becomes part of a path. */
    public String name(String field) {
        return name(required(field));
    }

    /** A text that becomes part of a path: lower-case letters, digits, dots, underscores and hyphens. */
    public static String name(YamlValue value) {
        String text = value.asText();
        if (!NAME.matcher(text).matches()) {
            throw YamlValue.error(
                    value.source(),
                    Quoted.of(text)
                            + " is no name: use lower-case letters, digits, '.', '_' and '-', at most 63, beginning"
                            + " with a letter or digit");
        }
        return text;
    }

    /** A whole number within bounds, both included. */
    public static int number(YamlValue value, int least, int most) {
        String text = value.asText();
        if (text.matches("0|[1-9][0-9]{0,8}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw YamlValue.error(value.source(), Quoted.of(text) + " is no whole number from " + least + " to " + most);
    }

    /** A number of bytes. */
    public static long size(YamlValue value) {
        String text = value.asText();
        if (!text.matches("0|[1-9][0-9]{0,17}")) {
            throw YamlValue.error(value.source(), Quoted.of(text) + " is no number of bytes");
        }
        return Long.parseLong(text);
    }

    /** {@code true} or {@code false}. */
    public static boolean flag(YamlValue value) {
        return switch (value.asText()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw YamlValue.error(value.source(), Quoted.of(value.asText()) + " is neither true nor false");
        };
    }

    /** A list, each item read by {@code read}; empty when absent. */
    public <T> List<T> list(String name, Function<YamlValue, T> read) {
        List<T> items = new ArrayList<>();
        optional(name).ifPresent(value -> value.asList().forEach(item -> items.add(read.apply(item))));
        return items;
    }

    /** A list in which nothing stands twice; empty when absent. */
    public <T> List<T> distinct(String name, Function<YamlValue, T> read) {
        Set<T> seen = new LinkedHashSet<>();
        return list(name, value -> {
            T item = read.apply(value);
            if (!seen.add(item)) {
                throw YamlValue.error(value.source(), Quoted.of(value.asText()) + " stands twice in '" + name + "'");
            }
            return item;
        });
    }

    /** A list that has at least one item where it is given. */
    public <T> Optional<List<T>> filled(String name, Function<YamlValue, T> read) {
        return optional(name).map(value -> {
            List<T> items = distinct(name, read);
            if (items.isEmpty()) {
                throw YamlValue.error(
                        value.source(), "'" + name + "' in " + what + " is empty; name at least one, or leave it out");
            }
            return items;
        });
    }

    /** All fields that are there but were not asked for are errors. */
    public void done() {
        List<String> errors = new ArrayList<>();
        for (Map.Entry<String, Source> key : mapping.keys().entrySet()) {
            if (!known.contains(key.getKey())) {
                errors.add(key.getValue() + ": " + unknown("field", key.getKey(), what, known));
            }
        }
        if (!errors.isEmpty()) {
            throw new BaselinesException(String.join("; ", errors));
        }
    }

    /** {@code unknown field 'kernal' in stage 'linux'; did you mean 'kernel'? (known: kernel, initrd, cmdline)}. */
    public static String unknown(String kind, String name, String where, Collection<String> known) {
        String message = "unknown " + kind + " " + Quoted.of(name) + " in " + where;
        Optional<String> nearest = Nearest.to(name, known);
        if (nearest.isPresent()) {
            message += "; did you mean '" + nearest.get() + "'?";
        }
        return message + " (known: " + String.join(", ", known) + ")";
    }
}
