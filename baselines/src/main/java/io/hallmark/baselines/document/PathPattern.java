package io.hallmark.baselines.document;

import java.util.List;

/**
 * A pattern for paths in a repository: {@code *} and {@code ?} stand for characters of one name, {@code **} for any
 * number of folders. A pattern that matches a folder matches all that is in it, as in {@code .gitignore}.
 *
 * @param text as people wrote it: {@code hardware}, {@code baselines/*}{@code /pxe}, {@code **}{@code /dell-*.yaml}
 */
public record PathPattern(String text) {
    private static final int LONGEST = 256;

    static PathPattern of(YamlValue value) {
        String text = RelativePath.of(value);
        if (text.length() > LONGEST) {
            throw YamlValue.error(value.source(), "the pattern is longer than " + LONGEST + " characters; shorten it");
        }
        return new PathPattern(text);
    }

    /** Whether the pattern matches the path or a folder that it is in. */
    public boolean matches(String path) {
        return matches(List.of(text.split("/", -1)), List.of(path.split("/", -1)));
    }

    /** Row by row over the pattern, so that the cost is bounded by the product of both lengths. */
    private static boolean matches(List<String> pattern, List<String> path) {
        boolean[] reached = new boolean[path.size() + 1];
        reached[0] = true;
        for (String part : pattern) {
            boolean[] next = new boolean[path.size() + 1];
            boolean before = false;
            for (int i = 0; i <= path.size(); i++) {
                if (part.equals("**")) {
                    before |= reached[i];
                    next[i] = before;
                } else if (i > 0) {
                    next[i] = reached[i - 1] && matchesName(part, path.get(i - 1));
                }
            }
            reached = next;
        }
        for (boolean whole : reached) {
            if (whole) {
                return true;
            }
        }
        return false;
    }

    private static boolean matchesName(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = n;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
