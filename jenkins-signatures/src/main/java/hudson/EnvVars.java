package hudson;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Signature of Jenkins' {@code EnvVars}. */
public class EnvVars extends TreeMap<String, String> {
    private static final long serialVersionUID = 1L;

    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{([A-Za-z0-9_.]+)}|([A-Za-z0-9_]+)|\\$)");

    public EnvVars() {
        super(String.CASE_INSENSITIVE_ORDER);
    }

    public EnvVars(Map<String, String> variables) {
        this();
        putAll(variables);
    }

    /** Two dollar signs are one, and what has no value stays as it is. */
    public String expand(String text) {
        return text == null
                ? null
                : VARIABLE.matcher(text).replaceAll(found -> {
                    if (found.group().equals("$$")) {
                        return Matcher.quoteReplacement("$");
                    }
                    String name = found.group(1) == null ? found.group(2) : found.group(1);
                    return Matcher.quoteReplacement(getOrDefault(name, found.group()));
                });
    }

    public String get(String name, String otherwise) {
        return getOrDefault(name, otherwise);
    }
}
