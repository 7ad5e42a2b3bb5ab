package io.hallmark.baselines.document;

import io.hallmark.baselines.BaselinesException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads JSON (RFC 8259) into values with their places.
 *
 * <p>Reading it as YAML would be wrong on both sides: YAML 1.1 refuses indentation by tabs and long names, which are
 * JSON, and takes much that is none. Names that are given twice are refused, since readers differ on which one counts.
 */
final class JsonReader {
    private static final Pattern WORD =
            Pattern.compile("true|false|null|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private final String file;
    private final String text;
    private final Matcher word;
    private int at;
    private int line = 1;
    private int lineStart;
    private int values;

    private JsonReader(String file, String text) {
        this.file = file;
        this.text = text;
        this.word = WORD.matcher(text);
    }

    /**
     * Reads one document.
     *
     * @param file name for messages
     * @throws BaselinesException with line and column when it is no JSON, or too large
     */
    static YamlValue read(String file, byte[] bytes) {
        JsonReader reader = new JsonReader(file, DocumentText.of(file, bytes));
        YamlValue value = reader.value(0);
        if (reader.next() >= 0) {
            throw reader.error("the document ends here, but more follows");
        }
        return value;
    }

    private YamlValue value(int depth) {
        int c = next();
        if (depth > DocumentText.DEEPEST) {
            throw error("the document is nested deeper than " + DocumentText.DEEPEST);
        }
        if (++values > DocumentText.MOST_VALUES) {
            throw error("the document has more than " + DocumentText.MOST_VALUES + " values");
        }
        Source source = place();
        return switch (c) {
            case '{' -> object(source, depth);
            case '[' -> array(source, depth);
            case '"' -> new YamlValue.Scalar(source, string());
            default -> new YamlValue.Word(source, word());
        };
    }

    private YamlValue object(Source source, int depth) {
        Map<String, YamlValue> members = new LinkedHashMap<>();
        Map<String, Source> keys = new LinkedHashMap<>();
        at++;
        for (boolean more = next() != '}'; more; more = more('}')) {
            if (next() != '"') {
                throw error("a name in double quotes is expected");
            }
            Source key = place();
            String name = string();
            YamlValue.Mapping.put(keys, name, key);
            if (next() != ':') {
                throw error("':' is expected");
            }
            at++;
            members.put(name, value(depth + 1));
        }
        at++;
        return new YamlValue.Mapping(source, Collections.unmodifiableMap(members), Collections.unmodifiableMap(keys));
    }

    private YamlValue array(Source source, int depth) {
        List<YamlValue> items = new ArrayList<>();
        at++;
        for (boolean more = next() != ']'; more; more = more(']')) {
            items.add(value(depth + 1));
        }
        at++;
        return new YamlValue.Sequence(source, Collections.unmodifiableList(items));
    }

    /** Passes the comma before another item; the closing character is left. */
    private boolean more(char close) {
        int c = next();
        if (c != ',' && c != close) {
            throw error("',' or '" + close + "' is expected");
        }
        if (c == close) {
            return false;
        }
        at++;
        return true;
    }

    private String word() {
        if (!word.region(at, text.length()).lookingAt()) {
            throw error("a value is expected");
        }
        at = word.end();
        return word.group();
    }

    private String string() {
        StringBuilder read = new StringBuilder();
        at++;
        for (int c = current(); c != '"'; c = current()) {
            if (c < ' ') {
                throw error(
                        c < 0 ? "the document ends within a text" : "a control character must be written as an escape");
            }
            at++;
            read.append(c == '\\' ? escaped() : (char) c);
        }
        at++;
        return read.toString();
    }

    private char escaped() {
        int c = current();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> (char) c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit();
            default -> {
                at--;
                throw error("this is no escape of JSON");
            }
        };
    }

    private char unit() {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(Math.max(0, current()), 16);
            if (digit < 0 || current() > 'f') {
                throw error("four hex digits are expected");
            }
            unit = unit * 16 + digit;
            at++;
        }
        return (char) unit;
    }

    /** The next character that is no white space, or -1 at the end; it is not passed. */
    private int next() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            if (text.charAt(at) == '\n') {
                line++;
                lineStart = at + 1;
            }
            at++;
        }
        return current();
    }

    private int current() {
        return at < text.length() ? text.charAt(at) : -1;
    }

    private Source place() {
        return new Source(file, line, text.codePointCount(lineStart, at) + 1);
    }

    private BaselinesException error(String message) {
        return YamlValue.error(place(), "no valid JSON: " + message);
    }
}
