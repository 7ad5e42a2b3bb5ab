package io.hallmark.measuredboot.grub;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * GRUB's environment variables, in contexts ({@code grub-core/kern/env.c}, {@code grub-core/normal/context.c}).
 *
 * <p>A new context begins with the exported variables of the one before; what is set in it is gone when it closes.
 */
final class Variables {
    private record Context(Map<String, String> values, Set<String> exported) {}

    private final Deque<Context> contexts = new ArrayDeque<>();
    private final boolean exportsAll;

    /** @param exportsAll whether a new context gets all variables, exported or not */
    Variables(boolean exportsAll) {
        this.exportsAll = exportsAll;
        contexts.push(new Context(new HashMap<>(), new HashSet<>()));
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(contexts.element().values().get(name));
    }

    String orEmpty(String name) {
        return get(name).orElse("");
    }

    void set(String name, String value) {
        contexts.element().values().put(name, value);
    }

    void unset(String name) {
        contexts.element().values().remove(name);
    }

    /** {@code export}: a variable that does not exist becomes an empty one. */
    void export(String name) {
        contexts.element().values().putIfAbsent(name, "");
        contexts.element().exported().add(name);
    }

    /** How many variables there are. */
    int size() {
        return contexts.element().values().size();
    }

    void open() {
        Context before = contexts.element();
        Context context = new Context(new HashMap<>(), new HashSet<>());
        before.values().forEach((name, value) -> {
            if (exportsAll || before.exported().contains(name)) {
                context.values().put(name, value);
                context.exported().add(name);
            }
        });
        contexts.push(context);
    }

    void close() {
        contexts.pop();
    }

    /**
     * Whether a word is a name of the scripting language: a letter or underscore, then letters, digits, underscores.
     */
    static boolean isName(String word) {
        return !word.isEmpty() && isNameStart(word.charAt(0)) && endOfName(word, 0) == word.length();
    }

    /**
     * The offset after the reference to a variable that begins at {@code dollar}: {@code $name}, {@code ${name}},
     * {@code $1}, {@code $?}, {@code $#}, {@code $*}, {@code $@}; {@code dollar} itself when there is none.
     */
    static int endOfReference(String text, int dollar) {
        int at = dollar + 1;
        boolean braces = at < text.length() && text.charAt(at) == '{';
        if (braces) {
            at++;
        }
        int end = endOfVariable(text, at);
        if (end == at) {
            return dollar;
        }
        if (!braces) {
            return end;
        }
        return end < text.length() && text.charAt(end) == '}' ? end + 1 : dollar;
    }

    private static int endOfVariable(String text, int start) {
        if (start >= text.length()) {
            return start;
        }
        char c = text.charAt(start);
        if ("?#*@".indexOf(c) >= 0) {
            return start + 1;
        }
        if (isNameStart(c)) {
            return endOfName(text, start);
        }
        int at = start;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int endOfName(String text, int start) {
        int at = start;
        while (at < text.length() && (isNameStart(text.charAt(at)) || isDigit(text.charAt(at)))) {
            at++;
        }
        return at;
    }

    private static boolean isNameStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    /** Whether a name is that of a parameter, which can't be assigned. */
    static boolean isSpecial(String name) {
        return name.matches("(?s)[#*@]|\\d.*");
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
