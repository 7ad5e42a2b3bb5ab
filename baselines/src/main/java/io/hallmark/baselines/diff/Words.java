package io.hallmark.baselines.diff;

import java.util.ArrayList;
import java.util.List;

/** The difference of two texts by words: {@code -quiet +debug}. */
final class Words {
    private Words() {}

    static boolean readable(String text) {
        return text.chars().noneMatch(c -> c < ' ' && !Character.isWhitespace(c) || c == 0xFFFD);
    }

    /** What went and what came, in order. */
    static String diff(String before, String after) {
        List<String> old = split(before);
        List<String> fresh = split(after);
        List<String> words = new ArrayList<>();
        for (Alignment.Pair<String> pair : Alignment.of(old, fresh, String::equals)) {
            if (pair.after().isEmpty()) {
                words.add("-" + pair.before().orElseThrow());
            } else if (pair.before().isEmpty()) {
                words.add("+" + pair.after().orElseThrow());
            }
        }
        return words.isEmpty() ? "only white space differs" : String.join(" ", words);
    }

    private static List<String> split(String text) {
        return List.of(text.strip().split("\\s+"));
    }
}
