package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.CommitId;
import io.hallmark.baselines.repository.CommitSigner;
import io.hallmark.baselines.repository.Credentials;
import io.hallmark.baselines.repository.Snapshot;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the signature of an approver, for those whose forge does not. */
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description =
                "Approve commits of a baselines repository with your key: a signed note is pushed, or a signed tag."
                        + " Look at the commits first: by a branch's name they are shown, by their ids they are"
                        + " approved.")
final class ApproveCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "URL", description = "The baselines repository.")
    private String baselines;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "COMMIT",
            description =
                    "The commits to approve: all 40 hex digits of each one's id. Of any other name, such as a branch,"
                            + " the commit and the paths that it changes are shown, and nothing is signed.")
    private List<String> commits;

    @Option(
            names = "--tag",
            paramLabel = "NAME",
            description = "Push a signed tag of this name instead of a note; for one commit.")
    private String tag;

    @Mixin
    private CacheOption cache;

    @Mixin
    private SigningOptions signing;

    ApproveCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (tag != null && commits.size() > 1) {
            throw new BaselinesException("--tag is for one commit: approve the others each with a tag of its own");
        }
        CommitSigner signer = signing.signer()
                .orElseThrow(() -> new BaselinesException(
                        "an approval is a signature: name your key with --sign-ssh, --sign-openpgp or --sign-x509"));
        try (BaselinesRepository repository =
                BaselinesRepository.open(baselines, cache.folder().resolve("repositories"), Credentials.usersOwn())) {
            List<String> seen = commits.stream().filter(CommitId::isFull).toList();
            if (seen.size() < commits.size()) {
                commits.forEach(name -> show(name, repository.named(name)));
                console.message(
                        "Nothing is approved: a branch or the beginning of an id may mean another commit by now."
                                + " Look at what it changes, then give the id as it is shown here.");
                return ExitCode.INPUT;
            }
            List<Snapshot> named = seen.stream().map(repository::snapshot).toList();
            for (Snapshot commit : named) {
                approve(repository, commit, signer);
            }
        }
        return ExitCode.OK;
    }

    private void show(String name, Snapshot commit) {
        console.message(printable(name) + " is " + what(commit) + ", which changes");
        commit.changedPaths().forEach(path -> console.message("  " + printable(path)));
    }

    private static String what(Snapshot commit) {
        String subject = commit.message().lines().findFirst().orElse("");
        return commit.commit() + " (" + printable(subject) + ")";
    }

    /** Subjects and paths are of whoever made the commit, and a terminal would obey them. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    }

    private void approve(BaselinesRepository repository, Snapshot commit, CommitSigner signer) {
        String what = what(commit);
        if (tag != null) {
            repository.approveByTag(commit.commit(), tag, signer, signing.identity());
            console.message("Approved " + what + " with the tag " + tag + ".");
        } else if (repository.approve(commit.commit(), signer, signing.identity())) {
            console.message("Approved " + what + ".");
        } else {
            console.message("Approved before: " + what + ".");
        }
    }
}
