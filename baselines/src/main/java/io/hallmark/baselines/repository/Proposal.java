package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/**
 * A change to be put on a branch for review.
 *
 * <p>There is one branch for each image. Its head is one commit upon the base branch; a later computation replaces it,
 * an earlier one that comes late does not (see {@link ProposalResult.Superseded}), and a branch that people have
 * committed to is left alone.
 *
 * @param baseBranch that the change is to be merged into: {@code main}
 * @param branch that holds the proposal: {@code hallmark/compute}
 * @param author of the commit; also its committer
 * @param signer signs the commit
 * @param change computes the change from the newest state of the base branch; called again when that has moved while
 *     another process was proposing. It must give the same change for the same state
 * @param replaceLater whether the change also replaces a proposal from a later source commit: after the image
 *     repository was set back
 */
public record Proposal(
        String baseBranch,
        String branch,
        Identity author,
        Optional<CommitSigner> signer,
        Function<Snapshot, Change> change,
        boolean replaceLater) {

    /** The prefix of the branches that belong to Hallmark. */
    public static final String BRANCH_PREFIX = "hallmark/";

    /** @throws BaselinesException when a branch can't have that name or both are the same */
    public Proposal {
        checkBranch(baseBranch);
        checkBranch(branch);
        if (baseBranch.equals(branch)) {
            throw new BaselinesException("a proposal for '" + baseBranch
                    + "' can't be on that branch itself: choose another, like " + BRANCH_PREFIX + "<image>");
        }
    }

    /** A proposal that replaces earlier ones only. */
    public Proposal(
            String baseBranch,
            String branch,
            Identity author,
            Optional<CommitSigner> signer,
            Function<Snapshot, Change> change) {
        this(baseBranch, branch, author, signer, change, false);
    }

    /** The branch that proposals for an image are on. */
    public static String branchFor(String image) {
        return BRANCH_PREFIX + image;
    }

    /** @throws BaselinesException when a branch can't have that name */
    public static void checkBranch(String branch) {
        if (!Repository.isValidRefName(Constants.R_HEADS + branch)) {
            throw new BaselinesException(
                    "'" + branch + "' can't be the name of a branch: use letters, digits, '-', '_' and '/'");
        }
    }
}
