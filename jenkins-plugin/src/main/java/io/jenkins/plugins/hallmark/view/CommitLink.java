package io.jenkins.plugins.hallmark.view;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where forges show commits. Empty where that can't be told: a dead link is worse than none. */
final class CommitLink {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern REPOSITORY =
            Pattern.compile("(https?://[A-Za-z0-9.:-]+/[A-Za-z0-9._/-]+?)(\\.git)?/?");
    /** Pull requests of GitHub, of GitLab and of Gitea and Forgejo. */
    private static final Pattern PULL_REQUEST =
            Pattern.compile("(https?://[A-Za-z0-9.:-]+/[A-Za-z0-9._/-]+?)/(pull|-/merge_requests|pulls)/[0-9]+");

    private CommitLink() {}

    /**
     * The page of a commit in the repository that a pull request is of.
     *
     * @param pullRequest URL, as a forge answered it
     */
    static String besidePullRequest(String pullRequest, String commit) {
        Matcher parts = PULL_REQUEST.matcher(pullRequest);
        return parts.matches() ? page(parts.group(1), commit) : "";
    }

    /**
     * The page of a commit in a repository. GitHub, GitLab, Gitea and Forgejo have it in the same place.
     *
     * @param url as Git uses it; one with a user or a password in it is none that people are sent to
     */
    static String in(String url, String commit) {
        Matcher parts = REPOSITORY.matcher(url);
        return parts.matches() ? page(parts.group(1), commit) : "";
    }

    private static String page(String repository, String commit) {
        return COMMIT.matcher(commit).matches() ? repository + "/commit/" + commit : "";
    }
}
