package io.hallmark.baselines.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A text with variables, as what varies is described: {@code vmlinuz BOOTIF=${mac}}. */
record Template(String text) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[^}]*\\}");

    /**
     * Whether more passes for it than for another one: it has a word with a variable that the other one does not have. A
     * node's own value has no white space, so it stays within its word. Other fixed words, a kernel's new version say, are
     * no more than before.
     */
    boolean widerThan(Template other) {
        List<String> known = new ArrayList<>(other.varyingWords());
        return !varyingWords().stream().allMatch(known::remove);
    }

    private List<String> varyingWords() {
        return Arrays.stream(text.split("\\s+", -1))
                .filter(word -> VARIABLE.matcher(word).find())
                .toList();
    }
}
