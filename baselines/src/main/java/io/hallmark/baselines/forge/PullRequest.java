package io.hallmark.baselines.forge;

/**
 * A pull request (GitLab: merge request) as a forge holds it.
 *
 * @param number by which the forge's interface knows it within its repository
 * @param url where people look at it
 * @param commit the head that it asks to merge; empty when the forge does not say
 */
public record PullRequest(long number, String url, String title, String body, String commit) {}
