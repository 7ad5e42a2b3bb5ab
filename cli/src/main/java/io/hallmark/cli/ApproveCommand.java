package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.repository.BaselinesRepository;
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
                        + " Look at the commits first.")
final class ApproveCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "URL", description = "The baselines repository.")
    private String baselines;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "COMMIT",
            description = "Object ids, or their beginnings, or branches.")
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
            List<Snapshot> named = commits.stream().map(repository::named).toList();
            for (Snapshot commit : named) {
                approve(repository, commit, signer);
            }
        }
        return ExitCode.OK;
    }

    private void approve(BaselinesRepository repository, Snapshot commit, CommitSigner signer) {
        // The subject is of whoever made the commit, and a terminal would obey it.
        String subject = commit.message().lines().findFirst().orElse("").replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
        String what = commit.commit() + " (" + subject + ")";
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
