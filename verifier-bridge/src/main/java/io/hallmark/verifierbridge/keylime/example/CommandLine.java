package io.hallmark.verifierbridge.keylime.example;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Command lines as regular expressions that Python and Java understand alike. */
final class CommandLine {
    /** What Python's {@code re.escape} puts a backslash before; the policy's own tool does so as well. */
    private static final Pattern SPECIAL = Pattern.compile("[()\\[\\]{}?*+\\-|^$\\\\.&~#\\s]");

    private static final Pattern NODE_VARIABLE = Pattern.compile("\\$\\{[A-Za-z0-9_./:-]+\\}");

    /** The value of a variable of the node: nothing that could end the word, or bring another parameter along. */
    private static final String VALUE = "[A-Za-z0-9._:\\-]+";

    private CommandLine() {}

    /** An expression that the text alone matches. */
    static String expression(String text) {
        return SPECIAL.matcher(text).replaceAll(match -> Matcher.quoteReplacement("\\" + match.group()));
    }

    /** An expression for a text with variables of the node in it, {@code ip=${ip} quiet}. */
    static String ofTemplate(String template) {
        StringBuilder expression = new StringBuilder();
        Matcher variable = NODE_VARIABLE.matcher(template);
        int from = 0;
        while (variable.find()) {
            expression
                    .append(expression(template.substring(from, variable.start())))
                    .append(VALUE);
            from = variable.end();
        }
        return expression.append(expression(template.substring(from))).toString();
    }

    /** Whether Keylime gets the text as it was measured; what tpm2_eventlog escapes depends on its version. */
    static boolean certain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '\\' && c != '\'' && c != '"');
    }
}
