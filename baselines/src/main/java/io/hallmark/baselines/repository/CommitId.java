package io.hallmark.baselines.repository;

import java.util.regex.Pattern;

/** How a commit is named where a name must not come to mean another commit. */
public final class CommitId {
    private static final Pattern FULL = Pattern.compile("[0-9a-f]{40}");

    private CommitId() {}

    /** Whether a name is a whole object id, 40 lower-case hex digits, which only the commit itself can have. */
    public static boolean isFull(String name) {
        return FULL.matcher(name).matches();
    }
}
