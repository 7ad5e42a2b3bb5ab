package io.hallmark.baselines.document;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Writes documents in one form: keys in the order given, two spaces of indentation, no anchors, no tags; a text stands
 * plain if YAML 1.1 and 1.2 read it back as that text and it has none but safe characters, else in double quotes. A name that is
 * longer than YAML's readers look for a colon stands behind {@code ?}.
 *
 * <p>Values are {@code Map}, {@code List}, {@code String}, {@code Integer}, {@code Long}, {@code Boolean}, and
 * {@link Line} for a mapping that stands on one line.
 */
public final class CanonicalYaml {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9/._][A-Za-z0-9/._+~@=-]*");
    private static final Resolver RESOLVER = new Resolver();

    /** Words that the resolver here takes for texts, but YAML 1.1's types or YAML 1.2 for values. */
    private static final Pattern OTHERWISE_READ = Pattern.compile("[yYnN]|0o?[0-7_]+|0x[0-9a-fA-F_]+|0b[01_]+");

    /** The limit of YAML 1.1 and 1.2 is 1024 characters from the start of the name to the colon. */
    private static final int LONGEST_NAME = 1000;

    private final StringBuilder out = new StringBuilder();

    private CanonicalYaml() {}

    /** A mapping on one line: {@code {pcr: 4, type: EV_IPL}}. */
    public record Line(Map<String, Object> values) {}

    /** The document as text; each line ends with {@code \n}. */
    public static String write(Map<String, Object> document) {
        CanonicalYaml yaml = new CanonicalYaml();
        yaml.mapping(document, 0);
        return yaml.out.toString();
    }

    private void mapping(Map<String, Object> values, int indent) {
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            String name = text(entry.getKey());
            out.append(" ".repeat(indent));
            if (name.length() > LONGEST_NAME) {
                out.append("? ")
                        .append(name)
                        .append('\n')
                        .append(" ".repeat(indent))
                        .append(':');
            } else {
                out.append(name).append(':');
            }
            value(entry.getValue(), indent);
        }
    }

    private void value(Object value, int indent) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            out.append('\n');
            mapping(typed(map), indent + 2);
        } else if (value instanceof List<?> list && !list.isEmpty() && !scalars(list)) {
            out.append('\n');
            for (Object item : list) {
                item(item, indent + 2);
            }
        } else {
            out.append(' ').append(inline(value)).append('\n');
        }
    }

    private void item(Object item, int indent) {
        out.append(" ".repeat(indent)).append('-');
        if (item instanceof Map<?, ?> map && !map.isEmpty()) {
            int start = out.length();
            mapping(typed(map), indent + 2);
            out.replace(start, start + indent + 2, " ");
        } else {
            out.append(' ').append(inline(item)).append('\n');
        }
    }

    /** Short lists of words stand on one line; sentences stand one a line. */
    private static boolean scalars(List<?> list) {
        return list.stream()
                .allMatch(item -> item instanceof Number
                        || item instanceof String text && SAFE.matcher(text).matches());
    }

    private static String inline(Object value) {
        if (value instanceof Line line) {
            return flow(line.values());
        }
        if (value instanceof Map<?, ?> map) {
            return flow(typed(map));
        }
        if (value instanceof List<?> list) {
            StringBuilder text = new StringBuilder("[");
            for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
                text.append(inline(items.next())).append(items.hasNext() ? ", " : "");
            }
            return text.append(']').toString();
        }
        if (value instanceof String text) {
            return text(text);
        }
        if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
            return value.toString();
        }
        throw new IllegalArgumentException("no value of a document: " + value.getClass());
    }

    private static String flow(Map<String, Object> values) {
        StringBuilder text = new StringBuilder("{");
        for (Iterator<Map.Entry<String, Object>> entries = values.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<String, Object> entry = entries.next();
            String name = text(entry.getKey());
            text.append(name.length() > LONGEST_NAME ? "? " + name + " : " : name + ": ");
            text.append(inline(entry.getValue()));
            text.append(entries.hasNext() ? ", " : "");
        }
        return text.append('}').toString();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> typed(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }

    static String text(String text) {
        boolean plain = SAFE.matcher(text).matches()
                && RESOLVER.resolve(NodeId.scalar, text, true).equals(Tag.STR)
                && !OTHERWISE_READ.matcher(text).matches();
        return plain ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                    if (c >= ' ' && c < 0x7F || c > 0xA0 && c < 0x10000 && Character.isLetterOrDigit(c)) {
                        quoted.appendCodePoint(c);
                    } else if (c < 0x10000) {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
                    } else {
                        quoted.append(String.format(Locale.ROOT, "\\U%08x", c));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
