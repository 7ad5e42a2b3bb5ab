package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.diff.JsonReport;
import io.hallmark.baselines.diff.MarkdownReport;
import io.hallmark.baselines.diff.ProposalReport;
import io.hallmark.baselines.diff.TextReport;
import io.hallmark.baselines.forge.Branches;
import io.hallmark.baselines.forge.PullRequestStep;
import io.hallmark.baselines.initramfs.IndexSource;
import io.hallmark.baselines.initramfs.InitramfsCache;
import io.hallmark.baselines.propose.MeasuredImage;
import io.hallmark.baselines.propose.Propose;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Credentials;
import io.hallmark.baselines.repository.ProposalResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the changed baselines on a branch for review. */
@Command(
        name = "propose",
        mixinStandardHelpOptions = true,
        description = "Compute the baselines of an image and push those that changed to a branch of the baselines"
                + " repository, with a report for reviewers.")
final class ProposeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ImageOptions image;

    @Option(names = "--baselines", required = true, paramLabel = "URL", description = "The baselines repository.")
    private String baselines;

    @Option(names = "--dry-run", description = "Show the report and push nothing.")
    private boolean dryRun;

    @Option(names = "--fail-on-change", description = "Exit with 1 when baselines would change or changed.")
    private boolean failOnChange;

    @Option(names = "--replace-later", description = "Also replace an open proposal from a later commit of the image.")
    private boolean replaceLater;

    @Option(
            names = "--allow-weaker",
            description = "Also propose baselines that hold nodes to less than before: a PCR that is not enforced any"
                    + " more, or a bank without values. Without it nothing is pushed then, and the exit code is 1.")
    private boolean allowWeaker;

    @Option(
            names = "--report",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "Form of the report: text, markdown (for a pull request) or json (default: text).")
    private ReportFormat format;

    @Option(names = "--json", description = "Short for --report json.")
    private boolean json;

    @Mixin
    private SigningOptions signing;

    @Mixin
    private ForgeOptions forge;

    enum ReportFormat {
        text,
        markdown,
        json
    }

    ProposeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Optional<PullRequestStep> pullRequest = dryRun ? Optional.empty() : forge.pullRequests(baselines, console);
        InitramfsCache initramfs = new InitramfsCache(image.cacheFolder().resolve("initramfs"), IndexSource.LOCAL);
        MeasuredImage measured = image.measure(console);
        try (BaselinesRepository repository = BaselinesRepository.open(
                baselines, image.cacheFolder().resolve("repositories"), Credentials.usersOwn())) {
            if (dryRun) {
                ProposalReport report = initramfs.enrich(
                        measured, Propose.preview(measured, repository.head(repository.defaultBranch())));
                show(report, Optional.empty());
                return allowWeaker || report.shrinking().isEmpty()
                        ? exit(!report.groups().isEmpty())
                        : weaker(report.shrinking());
            }
            Propose.Outcome outcome = new Propose(repository, signing.identity(), signing.signer(), initramfs::enrich)
                    .run(measured, replaceLater, allowWeaker);
            if (!outcome.weaker().isEmpty()) {
                show(outcome.report(), Optional.empty());
                return weaker(outcome.weaker());
            }
            return tell(outcome, repository.defaultBranch(), pullRequest);
        }
    }

    private int weaker(List<String> lines) {
        console.message("Nothing is proposed: verifiers would hold nodes to less than before.");
        lines.forEach(line -> console.message("  " + line));
        console.message("If that is meant, propose it with --allow-weaker.");
        return ExitCode.FINDING;
    }

    private int tell(Propose.Outcome outcome, String base, Optional<PullRequestStep> pullRequest) {
        ProposalResult result = outcome.result();
        if (result instanceof ProposalResult.Unchanged unchanged) {
            console.message("Nothing changed: the baselines at " + unchanged.base() + " hold for this image.");
            unchanged
                    .openProposal()
                    .ifPresent(commit -> console.message(
                            "An open proposal (" + commit + ") says something else and is out of date; close it."));
            return ExitCode.OK;
        }
        if (result instanceof ProposalResult.Superseded superseded) {
            throw new BaselinesException(
                    "branch " + superseded.branch() + " holds a proposal from a later commit of the" + " image ("
                            + superseded.by() + "), which stays; use --replace-later to go back on purpose");
        }
        if (result instanceof ProposalResult.AlreadyProposed proposed) {
            console.message(
                    "Nothing changed: " + proposed.branch() + " already proposes this (" + proposed.commit() + ").");
            Branches branches = new Branches(proposed.branch(), base);
            pullRequest
                    .flatMap(step -> step.run(branches, proposed.commit(), false, outcome.report()))
                    .ifPresent(url -> show(outcome.report(), Optional.of(url)));
            return exit(true);
        }
        ProposalResult.Pushed pushed = (ProposalResult.Pushed) result;
        console.message("Proposed on branch " + pushed.branch() + " as " + pushed.commit()
                + (pullRequest.isPresent() ? "." : "; open a pull request and have it reviewed."));
        Branches branches = new Branches(pushed.branch(), base);
        Optional<String> url = Optional.empty();
        try {
            url = pullRequest.flatMap(step -> step.run(branches, pushed.commit(), true, outcome.report()));
        } finally {
            show(outcome.report(), url);
        }
        return exit(true);
    }

    private int exit(boolean changed) {
        return changed && failOnChange ? ExitCode.FINDING : ExitCode.OK;
    }

    private void show(ProposalReport report, Optional<String> pullRequest) {
        ReportFormat form = json ? ReportFormat.json : format;
        console.data(
                switch (form) {
                    case text -> TextReport.render(report, console.colour());
                    case markdown -> MarkdownReport.render(report);
                    case json -> JsonReport.render(report, pullRequest);
                });
        if (form != ReportFormat.json) {
            pullRequest.ifPresent(url -> console.data("\nPull request: " + url + "\n"));
        }
    }
}
