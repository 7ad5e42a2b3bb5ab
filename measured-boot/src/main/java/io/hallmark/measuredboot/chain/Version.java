package io.hallmark.measuredboot.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The leading numbers of an upstream version, for comparing: {@code 6.1.0-56-cloud-amd64} is 6.1.0.
 *
 * @param numbers most significant first, at least one
 */
record Version(List<Integer> numbers) implements Comparable<Version> {
    private static final Pattern LEADING = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})*");

    Version {
        numbers = List.copyOf(numbers);
    }

    /** @throws IllegalArgumentException when the text does not begin with a number */
    static Version of(String text) {
        Matcher matcher = LEADING.matcher(text);
        if (!matcher.lookingAt()) {
            throw new IllegalArgumentException("'" + text + "' does not begin with a version number");
        }
        List<Integer> numbers = new ArrayList<>();
        for (String part : matcher.group().split("\\.")) {
            numbers.add(Integer.valueOf(part));
        }
        return new Version(numbers);
    }

    static boolean startsWithNumber(String text) {
        return !text.isEmpty() && text.charAt(0) >= '0' && text.charAt(0) <= '9';
    }

    boolean atLeast(String other) {
        return compareTo(of(other)) >= 0;
    }

    @Override
    public int compareTo(Version other) {
        int length = Math.max(numbers.size(), other.numbers.size());
        for (int i = 0; i < length; i++) {
            int mine = i < numbers.size() ? numbers.get(i) : 0;
            int theirs = i < other.numbers.size() ? other.numbers.get(i) : 0;
            if (mine != theirs) {
                return Integer.compare(mine, theirs);
            }
        }
        return 0;
    }
}
