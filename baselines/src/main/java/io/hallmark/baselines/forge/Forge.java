package io.hallmark.baselines.forge;

import java.util.List;

/**
 * The interface of one kind of forge to the pull requests of one repository. What is done with it is said once for all
 * kinds, by {@link PullRequests}.
 *
 * <p>All methods throw {@link ForgeFailure} when the forge does not do what it is asked for.
 */
sealed interface Forge permits GitHub, GitLab, Gitea {

    /** The most characters (UTF-16 units, which are never fewer than a forge counts) that a text may have. */
    int longestBody();

    /** The open pull requests from one branch to the other, within the repository. */
    List<PullRequest> open(Branches branches);

    /** Those that were closed or merged, the latest of them at least. */
    List<PullRequest> closed(Branches branches);

    PullRequest create(Branches branches, String title, String body);

    PullRequest update(PullRequest pullRequest, String title, String body);
}
