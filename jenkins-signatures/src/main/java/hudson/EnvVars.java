package hudson;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Signature of Jenkins' {@code EnvVars}. */
public class EnvVars extends TreeMap<String, String> {
    private static final long serialVersionUID = 1L;

    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");

    public EnvVars() {
        super(String.CASE_INSENSITIVE_ORDER);
    }

    public EnvVars(Map<String, String> variables) {
        this();
        putAll(variables);
    }

    public String expand(String text) {
        return text == null
                ? null
                : VARIABLE.matcher(text).replaceAll(found -> {
                    String name = found.group(1) == null ? found.group(2) : found.group(1);
                    return Matcher.quoteReplacement(getOrDefault(name, found.group()));
                });
    }

    public String get(String name, String otherwise) {
        return getOrDefault(name, otherwise);
    }
}
