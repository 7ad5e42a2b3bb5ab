package io.hallmark.baselines.document;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes JSON in one form: keys in the order given, two spaces of indentation, ASCII only. */
public final class CanonicalJson {
    private final StringBuilder out = new StringBuilder();

    private CanonicalJson() {}

    /** @param value of {@code Map}, {@code List}, {@code String}, {@code Number}, {@code Boolean}, {@code Optional} */
    public static String write(Object value) {
        CanonicalJson json = new CanonicalJson();
        json.value(value, 0);
        return json.out.append('\n').toString();
    }

    private void value(Object value, int indent) {
        if (value instanceof Optional<?> optional) {
            if (optional.isPresent()) {
                value(optional.get(), indent);
            } else {
                out.append("null");
            }
        } else if (value instanceof Map<?, ?> map) {
            object(map, indent);
        } else if (value instanceof List<?> list) {
            array(list, indent);
        } else if (value instanceof String text) {
            text(text);
        } else if (value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            throw new IllegalArgumentException("no JSON value: " + value);
        }
    }

    private void object(Map<?, ?> map, int indent) {
        if (map.isEmpty()) {
            out.append("{}");
            return;
        }
        out.append("{\n");
        for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<?, ?> entry = entries.next();
            out.append(" ".repeat(indent + 2));
            text(entry.getKey().toString());
            out.append(": ");
            value(entry.getValue(), indent + 2);
            out.append(entries.hasNext() ? ",\n" : "\n");
        }
        out.append(" ".repeat(indent)).append('}');
    }

    private void array(List<?> list, int indent) {
        if (list.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append("[\n");
        for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
            out.append(" ".repeat(indent + 2));
            value(items.next(), indent + 2);
            out.append(items.hasNext() ? ",\n" : "\n");
        }
        out.append(" ".repeat(indent)).append(']');
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c > '~') {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
