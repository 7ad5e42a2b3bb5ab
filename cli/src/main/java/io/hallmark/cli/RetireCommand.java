package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.forge.Branches;
import io.hallmark.baselines.forge.PullRequestStep;
import io.hallmark.baselines.propose.Retire;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Credentials;
import io.hallmark.baselines.repository.ProposalResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proposes that only the newest set is accepted. */
@Command(
        name = "retire",
        mixinStandardHelpOptions = true,
        description = "Propose that only the newest set of an image's baselines is accepted, once no node shows the"
                + " others any more. Evidence says what nodes have shown: files of 'hallmark drift --evidence', and"
                + " logs of Keylime verifiers that run Hallmark's policy.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:proposed, or nothing to retire",
            "1:nodes still show a set that would be retired, or evidence is missing or older than the newest set;"
                    + " nothing was proposed",
            "2:wrong usage or input",
            "3:a remote failed"
        })
final class RetireCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "URL", description = "The baselines repository.")
    private String baselines;

    @Option(names = "--image", required = true, description = "The image.")
    private String image;

    @Option(names = "--chain", description = "Only this chain.")
    private String chain;

    @Option(names = "--hardware", description = "Only this hardware profile.")
    private String hardware;

    @Option(
            names = "--evidence",
            paramLabel = "FILE",
            description =
                    "What nodes have shown: a file of 'hallmark drift --evidence', or a verifier's log; may be given"
                            + " several times.")
    private List<Path> evidence = new ArrayList<>();

    @Option(
            names = "--nodes",
            paramLabel = "FILE",
            description = "The nodes that must be there, one a line, by the names that the evidence gives them: of each"
                    + " there must be evidence. Without it nothing is known of nodes that the evidence does not name.")
    private Path nodes;

    @Option(
            names = "--without-evidence",
            description = "Propose it although nodes still show a set that is retired, or nobody knows; the proposal"
                    + " says so.")
    private boolean withoutEvidence;

    @Mixin
    private CacheOption cache;

    @Mixin
    private SigningOptions signing;

    @Mixin
    private ForgeOptions forge;

    RetireCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Optional<PullRequestStep> pullRequest = forge.pullRequests(baselines, console);
        try (BaselinesRepository repository =
                BaselinesRepository.open(baselines, cache.folder().resolve("repositories"), Credentials.usersOwn())) {
            Retire.Scope scope = new Retire.Scope(image, Optional.ofNullable(chain), Optional.ofNullable(hardware));
            Retire.Outcome outcome = new Retire(repository, signing.identity(), signing.signer())
                    .propose(
                            scope,
                            EvidenceFiles.read(evidence),
                            Optional.ofNullable(nodes).map(NodesFile::read),
                            withoutEvidence);
            outcome.objections().forEach(line -> console.message("warning: " + line));
            if (!outcome.objections().isEmpty() && !withoutEvidence) {
                console.message("Nothing is retired: give --evidence that no node shows the previous sets any more, or"
                        + " --without-evidence to propose it all the same.");
                return ExitCode.FINDING;
            }
            tell(repository, outcome.result(), pullRequest);
        }
        return ExitCode.OK;
    }

    private void tell(BaselinesRepository repository, ProposalResult result, Optional<PullRequestStep> pullRequest) {
        if (result instanceof ProposalResult.Pushed pushed) {
            console.message("Proposed on branch " + pushed.branch() + " as " + pushed.commit()
                    + (pullRequest.isPresent() ? "." : "; open a pull request and have it reviewed."));
            bring(repository, pullRequest, pushed.branch(), pushed.commit(), true);
        } else if (result instanceof ProposalResult.AlreadyProposed proposed) {
            console.message(
                    "Nothing changed: " + proposed.branch() + " already proposes this (" + proposed.commit() + ").");
            bring(repository, pullRequest, proposed.branch(), proposed.commit(), false);
        } else if (result instanceof ProposalResult.Superseded superseded) {
            throw new BaselinesException("branch " + superseded.branch() + " holds a later proposal (" + superseded.by()
                    + "), which stays: merge it or delete the branch, then run this again");
        } else {
            console.message("Nothing to retire.");
        }
    }

    private static void bring(
            BaselinesRepository repository,
            Optional<PullRequestStep> pullRequest,
            String branch,
            String commit,
            boolean fresh) {
        pullRequest.ifPresent(step -> step.run(
                new Branches(branch, repository.defaultBranch()),
                commit,
                fresh,
                repository.snapshot(commit).message()));
    }
}
