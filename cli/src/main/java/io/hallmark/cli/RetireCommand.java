package io.hallmark.cli;

import io.hallmark.baselines.propose.Retire;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Credentials;
import io.hallmark.baselines.repository.ProposalResult;
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
        description = "Propose that only the newest set of an image's baselines is accepted, once no node boots the"
                + " others any more.")
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

    @Mixin
    private CacheOption cache;

    @Mixin
    private SigningOptions signing;

    RetireCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (BaselinesRepository repository =
                BaselinesRepository.open(baselines, cache.folder().resolve("repositories"), Credentials.usersOwn())) {
            ProposalResult result = Retire.propose(
                    repository,
                    image,
                    Optional.ofNullable(chain),
                    Optional.ofNullable(hardware),
                    signing.identity(),
                    signing.signer());
            if (result instanceof ProposalResult.Pushed pushed) {
                console.message("Proposed on branch " + pushed.branch() + " as " + pushed.commit() + ".");
            } else {
                console.message("Nothing to retire, or proposed already.");
            }
        }
        return ExitCode.OK;
    }
}
