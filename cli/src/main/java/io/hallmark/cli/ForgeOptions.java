package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.forge.ForgeKind;
import io.hallmark.baselines.forge.ForgeToken;
import io.hallmark.baselines.forge.PullRequestStep;
import io.hallmark.baselines.forge.PullRequests;
import io.hallmark.baselines.publish.Pause;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which forge the pull request of a proposal is opened on. */
final class ForgeOptions {
    @Option(
            names = "--forge",
            paramLabel = "KIND",
            description =
                    "Also open the proposal's pull request, or bring the open one up to date: github, gitlab, gitea,"
                            + " forgejo, or auto for github.com, gitlab.com and codeberg.org. The token is taken from"
                            + " $HALLMARK_FORGE_TOKEN or the credential forge/token.")
    private Kind kind;

    @Option(
            names = "--forge-url",
            paramLabel = "URL",
            description = "URL of the forge's interface, such as https://git.example.org/api/v1 (default: where such a"
                    + " forge has it, on the host of the baselines repository).")
    private String url;

    @Mixin
    private CredentialsOption credentials;

    enum Kind {
        auto,
        github,
        gitlab,
        gitea,
        forgejo
    }

    /**
     * The pull requests of the baselines repository; empty when nobody asked for one. What is missing is told here, before
     * anything is pushed.
     */
    Optional<PullRequestStep> pullRequests(String baselines, Console console) {
        if (kind == null && url != null) {
            throw new BaselinesException("--forge-url needs --forge, which says what kind of forge it is");
        }
        return Optional.ofNullable(kind)
                .map(given -> new PullRequestStep(
                        PullRequests.of(
                                ForgeKind.named(given.name()),
                                Optional.ofNullable(url),
                                baselines,
                                new ForgeToken(
                                        Optional.ofNullable(System.getenv(ForgeToken.VARIABLE)), credentials.secrets()),
                                Pause.REAL,
                                console::message),
                        console::message));
    }
}
