package io.hallmark.baselines.forge;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.diff.MarkdownReport;
import io.hallmark.baselines.diff.ProposalReport;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The last step of a proposal that was pushed: its pull request.
 *
 * @param said hears in one line what was done
 */
public record PullRequestStep(PullRequests pullRequests, Consumer<String> said) {
    /**
     * Brings the pull request up to date and tells what was done.
     *
     * @param fresh whether the commit was pushed just now
     * @return where people look at it; empty when they have closed it
     * @throws BaselinesException a remote one, which says that the proposal is pushed all the same
     */
    public Optional<String> run(Branches branches, String commit, boolean fresh, ProposalReport report) {
        return run(
                branches,
                commit,
                () -> pullRequests.bring(
                        branches, commit, fresh, report.title(), longest -> MarkdownReport.render(report, longest)));
    }

    /** The same for a proposal that says all in its commit's message. */
    public Optional<String> run(Branches branches, String commit, boolean fresh, String message) {
        return run(branches, commit, () -> pullRequests.bring(branches, commit, fresh, message));
    }

    private Optional<String> run(Branches branches, String commit, Supplier<PullRequests.Outcome> bring) {
        PullRequests.Outcome outcome;
        try {
            outcome = bring.get();
        } catch (BaselinesException e) {
            throw BaselinesException.remote(
                    "the proposal is pushed to branch " + branches.head() + " as " + commit
                            + ", but its pull request could not be brought up to date: " + e.getMessage()
                            + "; run this again to try again",
                    e);
        }
        String url = outcome.pullRequest().url();
        said.accept(
                switch (outcome.action()) {
                    case OPENED -> "Opened pull request " + url + "; have it reviewed.";
                    case UPDATED -> "Updated pull request " + url + "; have it reviewed.";
                    case UNCHANGED -> "Pull request " + url + " is open and says the same.";
                    case CLOSED ->
                        "Pull request " + url + " of this very proposal was closed and stays so; reopen it there if"
                                + " that was a mistake.";
                });
        return outcome.action() == PullRequests.Action.CLOSED ? Optional.empty() : Optional.of(url);
    }
}
