package io.jenkins.plugins.hallmark.view;

/** Commits as people read them. */
final class ShortCommit {
    private static final int DIGITS = 10;

    private ShortCommit() {}

    static String of(String commit) {
        return commit.substring(0, Math.min(DIGITS, commit.length()));
    }
}
