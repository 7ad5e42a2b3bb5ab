package io.hallmark.baselines.document;

import java.util.Collection;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
final class Nearest {
    /** Nobody mistypes a longer one, and comparing it would cost its length times those of the others. */
    private static final int LONGEST = 64;

    private Nearest() {}

    /** The known name with the fewest edits, if they are few for its length. */
    static Optional<String> to(String name, Collection<String> known) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        String best = null;
        int least = Integer.MAX_VALUE;
        for (String candidate : known) {
            int edits = distance(name, candidate);
            if (edits < least) {
                least = edits;
                best = candidate;
            }
        }
        return least <= Math.max(2, name.length() / 3) ? Optional.ofNullable(best) : Optional.empty();
    }

    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replace, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
