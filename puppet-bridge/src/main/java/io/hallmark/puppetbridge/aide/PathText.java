package io.hallmark.puppetbridge.aide;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text of a configuration: a backslash keeps a space, an at sign or a backslash, and {@code @@{NAME}} is a variable. */
final class PathText {
    private static final Pattern VARIABLE = Pattern.compile("@@\\{([A-Za-z0-9_%]+)}");

    private final ConfigurationReader configuration;
    private final String line;
    private int at;

    PathText(ConfigurationReader configuration, String line) {
        this.configuration = configuration;
        this.line = line;
    }

    /** The text that the line is; only a comment may follow it. */
    String whole() {
        String text = next();
        String rest = rest();
        if (!rest.isEmpty() && !rest.startsWith("#")) {
            throw configuration.error("'" + ConfigurationReader.shown(rest) + "' follows where the line should end");
        }
        return text;
    }

    /** The text up to a space. */
    String next() {
        StringBuilder text = new StringBuilder();
        Matcher variable = VARIABLE.matcher(line);
        while (at < line.length() && line.charAt(at) != ' ' && line.charAt(at) != '\t') {
            char c = line.charAt(at);
            if (variable.region(at, line.length()).lookingAt()) {
                text.append(configuration.variable(variable.group(1)));
                at = variable.end();
            } else if (c == '\\' && at + 1 < line.length() && "\\@ ".indexOf(line.charAt(at + 1)) >= 0) {
                text.append(line.charAt(at + 1));
                at += 2;
            } else {
                text.append(c);
                at++;
            }
        }
        return text.toString();
    }

    /** What follows, without spaces around it. */
    String rest() {
        return line.substring(at).strip();
    }
}
