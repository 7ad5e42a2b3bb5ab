package io.hallmark.baselines.forge;

/**
 * What a pull request asks for.
 *
 * @param head the branch to be merged, of the same repository
 * @param base the branch that it is merged into
 */
public record Branches(String head, String base) {}
