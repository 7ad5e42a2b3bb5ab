package io.hallmark.baselines.diff;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Lines up two lists by their longest common subsequence. */
final class Alignment {
    /** Beyond this many pairs the lists are taken as wholly different in their middle. */
    private static final long MOST_PAIRS = 16_000_000;

    private Alignment() {}

    /** What stands in both, or in one of them only. */
    record Pair<T>(Optional<T> before, Optional<T> after) {}

    static <T> List<Pair<T>> of(List<T> before, List<T> after, BiPredicate<T, T> same) {
        int start = 0;
        while (start < before.size() && start < after.size() && same.test(before.get(start), after.get(start))) {
            start++;
        }
        int end = 0;
        while (end < before.size() - start
                && end < after.size() - start
                && same.test(before.get(before.size() - 1 - end), after.get(after.size() - 1 - end))) {
            end++;
        }
        List<Pair<T>> pairs = new ArrayList<>();
        for (int i = 0; i < start; i++) {
            pairs.add(both(before.get(i), after.get(i)));
        }
        pairs.addAll(
                middle(before.subList(start, before.size() - end), after.subList(start, after.size() - end), same));
        for (int i = end; i > 0; i--) {
            pairs.add(both(before.get(before.size() - i), after.get(after.size() - i)));
        }
        return pairs;
    }

    /** Lines up what is the {@code same} first; between these, what is merely {@code alike}. */
    static <T> List<Pair<T>> of(List<T> before, List<T> after, BiPredicate<T, T> same, BiPredicate<T, T> alike) {
        List<Pair<T>> pairs = new ArrayList<>();
        List<T> old = new ArrayList<>();
        List<T> fresh = new ArrayList<>();
        for (Pair<T> pair : of(before, after, same)) {
            if (pair.before().isPresent() && pair.after().isPresent()) {
                pairs.addAll(of(old, fresh, alike));
                old.clear();
                fresh.clear();
                pairs.add(pair);
            } else {
                pair.before().ifPresent(old::add);
                pair.after().ifPresent(fresh::add);
            }
        }
        pairs.addAll(of(old, fresh, alike));
        return pairs;
    }

    private static <T> List<Pair<T>> middle(List<T> before, List<T> after, BiPredicate<T, T> same) {
        List<Pair<T>> pairs = new ArrayList<>();
        if ((long) before.size() * after.size() > MOST_PAIRS) {
            before.forEach(item -> pairs.add(new Pair<>(Optional.of(item), Optional.empty())));
            after.forEach(item -> pairs.add(new Pair<>(Optional.empty(), Optional.of(item))));
            return pairs;
        }
        int[][] longest = new int[before.size() + 1][after.size() + 1];
        for (int i = 1; i <= before.size(); i++) {
            for (int j = 1; j <= after.size(); j++) {
                longest[i][j] = same.test(before.get(i - 1), after.get(j - 1))
                        ? longest[i - 1][j - 1] + 1
                        : Math.max(longest[i - 1][j], longest[i][j - 1]);
            }
        }
        int i = before.size();
        int j = after.size();
        while (i > 0 || j > 0) {
            if (i > 0 && j > 0 && same.test(before.get(i - 1), after.get(j - 1))) {
                pairs.add(both(before.get(--i), after.get(--j)));
            } else if (j > 0 && (i == 0 || longest[i][j - 1] >= longest[i - 1][j])) {
                pairs.add(new Pair<>(Optional.empty(), Optional.of(after.get(--j))));
            } else {
                pairs.add(new Pair<>(Optional.of(before.get(--i)), Optional.empty()));
            }
        }
        Collections.reverse(pairs);
        return pairs;
    }

    private static <T> Pair<T> both(T before, T after) {
        return new Pair<>(Optional.of(before), Optional.of(after));
    }
}
