package io.hallmark.baselines.repository;

import java.util.Optional;

/** What became of a proposal. Commits are given by their full object id. */
public sealed interface ProposalResult {

    /** The commit of the base branch that the proposal was computed from. */
    String base();

    /**
     * The base branch already says the same; nothing was committed.
     *
     * @param openProposal the commit on the proposal's branch that is not merged and says something else; it is out of
     *     date and can be removed with {@link BaselinesRepository#withdraw}
     */
    record Unchanged(String base, Optional<String> openProposal) implements ProposalResult {}

    /** The branch already holds the same content upon the same base; nothing was committed. */
    record AlreadyProposed(String commit, String branch, String base) implements ProposalResult {}

    /** The branch holds a proposal from a later source commit, which stays; nothing was committed. */
    record Superseded(String by, String branch, String base) implements ProposalResult {}

    /**
     * The branch now holds the proposal.
     *
     * @param replaced the commit that the branch held before
     */
    record Pushed(String commit, String branch, String base, Optional<String> replaced) implements ProposalResult {}
}
