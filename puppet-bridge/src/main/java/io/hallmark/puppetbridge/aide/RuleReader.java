package io.hallmark.puppetbridge.aide;

import io.hallmark.baselines.rootfs.FileType;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads a rule: a path that is a regular expression, perhaps types of files, and attributes. */
final class RuleReader {
    private static final Map<String, FileType> TYPES = Map.of(
            "f", FileType.REGULAR,
            "d", FileType.DIRECTORY,
            "p", FileType.FIFO,
            "l", FileType.SYMBOLIC_LINK,
            "b", FileType.BLOCK_DEVICE,
            "c", FileType.CHARACTER_DEVICE,
            "s", FileType.SOCKET);

    /** Types, then what may follow them. */
    private static final Pattern RESTRICTION =
            Pattern.compile("([A-Za-z0-9_%>]+(?:[ \t]*,[ \t]*[A-Za-z0-9_%>]+)*)(?:[ \t]+(.+))?");

    private final ConfigurationReader configuration;
    private final String line;

    RuleReader(ConfigurationReader configuration, String line) {
        this.configuration = configuration;
        this.line = line;
    }

    AideRule read(int number) {
        AideRule.Kind kind =
                switch (line.charAt(0)) {
                    case '!' -> AideRule.Kind.NEGATIVE;
                    case '=' -> AideRule.Kind.EQUAL;
                    default -> AideRule.Kind.SELECTIVE;
                };
        PathText path = new PathText(configuration, line.substring(kind == AideRule.Kind.SELECTIVE ? 0 : 1));
        String expression = path.next();
        String rest = path.rest();
        Matcher restriction = RESTRICTION.matcher(rest);
        boolean negative = kind == AideRule.Kind.NEGATIVE;
        Set<FileType> types = EnumSet.noneOf(FileType.class);
        Set<Attribute> attributes = EnumSet.noneOf(Attribute.class);
        if (negative && restriction.matches() && restriction.group(2) == null) {
            types = types(restriction.group(1));
        } else if (negative && !rest.isEmpty()) {
            throw configuration.error("a rule with '!' has no attributes");
        } else if (!negative) {
            boolean restricted = restriction.matches()
                    && restriction.group(2) != null
                    && !restriction.group(2).matches("[+-].*");
            types = restricted ? types(restriction.group(1)) : types;
            attributes = attributes(restricted ? restriction.group(2) : rest);
        }
        return new AideRule(kind, number, node(expression), pattern(expression), types, attributes);
    }

    private Set<Attribute> attributes(String expression) {
        if (expression.isEmpty()) {
            throw configuration.error("a rule without attributes");
        }
        Set<Attribute> attributes = configuration.attributes(expression);
        List<String> unknown = Attribute.unknown(attributes);
        if (!unknown.isEmpty()) {
            throw configuration.error("an image does not tell " + String.join(", ", unknown)
                    + ", which depend on the node or are not computed: take them away from the rule, as in '"
                    + ConfigurationReader.shown(expression) + "-" + String.join("-", unknown) + "'");
        }
        return attributes;
    }

    private Set<FileType> types(String text) {
        Set<FileType> types = EnumSet.noneOf(FileType.class);
        for (String type : text.split("[ \t]*,[ \t]*")) {
            // AIDE takes anything that begins so for no restriction.
            if (!type.startsWith("0")) {
                if (!TYPES.containsKey(type)) {
                    throw configuration.error("'" + type + "' is no type of files; "
                            + TYPES.keySet().stream().sorted().toList() + " are");
                }
                types.add(TYPES.get(type));
            }
        }
        return types;
    }

    private Pattern pattern(String expression) {
        refuseOtherMeaning(expression);
        try {
            return Pattern.compile(expression, Pattern.UNIX_LINES);
        } catch (PatternSyntaxException e) {
            throw configuration.error("'" + ConfigurationReader.shown(expression) + "' is no regular expression that is"
                    + " understood here: " + e.getDescription());
        }
    }

    /** What Java takes for something else than PCRE does, in silence: brackets and ampersands within a class. */
    private void refuseOtherMeaning(String expression) {
        if (expression.contains("//")) {
            throw configuration.error("two slashes in a row never match a path");
        }
        boolean inClass = false;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\\') {
                i++;
            } else if (inClass && (c == '[' || expression.startsWith("&&", i))) {
                throw configuration.error("'" + c + "' within [...] is not understood here; put a backslash before it");
            } else if (c == '[') {
                inClass = true;
                boolean negated = expression.startsWith("^", i + 1);
                int first = negated ? i + 2 : i + 1;
                if (expression.startsWith("]", first)) {
                    throw configuration.error(
                            "']' as the first in [...] is not understood here; put a backslash before it");
                }
            } else if (c == ']') {
                inClass = false;
            }
        }
    }

    /** The folder that a rule hangs on (AIDE 0.18.3, {@code strrxtok}). */
    private String node(String expression) {
        StringBuilder path = new StringBuilder();
        int lastSlash = 0;
        for (int i = 0; i < expression.length() && "(^$?*[".indexOf(expression.charAt(i)) < 0; i++) {
            if (expression.charAt(i) == '/') {
                lastSlash = path.length();
            } else if (expression.charAt(i) == '\\') {
                // What it escapes is a part of the name, also when it is one of the signs.
                i++;
            }
            if (i < expression.length()) {
                path.append(expression.charAt(i));
            }
        }
        return lastSlash == 0 ? "/" : path.substring(0, lastSlash);
    }
}
