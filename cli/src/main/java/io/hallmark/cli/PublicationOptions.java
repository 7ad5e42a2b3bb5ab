package io.hallmark.cli;

import io.hallmark.baselines.publish.JsonPublication;
import io.hallmark.baselines.publish.Pause;
import io.hallmark.baselines.publish.Publish;
import io.hallmark.baselines.publish.RequiredApprovals;
import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Credentials;
import io.hallmark.baselines.repository.Identity;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is published, where, and why that may be: the same for all that is, whole or in part. */
final class PublicationOptions {
    @Parameters(paramLabel = "BASELINES", description = "Path or URL of the baselines repository.")
    private String baselines;

    @Option(
            names = "--commit",
            paramLabel = "ID",
            description =
                    "Publish this commit on purpose, for example to go back: one of the reviewed branch's history,"
                            + " or one that was published before (default: the newest of the reviewed branch).")
    private String commit;

    @Option(
            names = "--target",
            paramLabel = "NAME",
            description = "Only this target; may be given several times. The others are"
                    + " neither published to nor looked at, whatever they hold.")
    private Set<String> targets = new LinkedHashSet<>();

    @Option(
            names = "--without-approval",
            description = "Publish although the settings say nothing about approvals. Where they do, this changes"
                    + " nothing.")
    private boolean withoutApproval;

    @Option(
            names = "--allow-weaker",
            description = "Publish also what holds nodes to less than what was published last.")
    private boolean allowWeaker;

    @Option(
            names = "--trust",
            paramLabel = "ID",
            defaultValue = "${env:HALLMARK_TRUST}",
            description =
                    "All 40 hex digits of a commit whose rules for approvals you have looked at yourself; all that came after it must"
                            + " be approved under them, or under rules that were (default: $HALLMARK_TRUST). Keep it where"
                            + " those who propose can't change it.")
    private String trust;

    @Mixin
    private CredentialsOption credentials;

    @Option(names = "--json", description = "Show the outcome as JSON.")
    private boolean json;

    @Mixin
    private CacheOption cache;

    /** Where clones are kept. */
    Path repositories() {
        return cache.folder().resolve("repositories");
    }

    Optional<String> commit() {
        return Optional.ofNullable(commit);
    }

    Set<String> targets() {
        return targets;
    }

    /**
     * Publishes, and shows what became of it.
     *
     * @param judge gives the exit code of a publication that was approved
     */
    int publish(
            Console console,
            List<TargetKind> kinds,
            Pause pause,
            Publish.Request request,
            Function<Publish.Result.Done, Integer> judge) {
        try (BaselinesRepository repository =
                BaselinesRepository.open(baselines, repositories(), Credentials.usersOwn())) {
            Publish publish = new Publish(
                    repository,
                    Identity.ofGitConfig().orElse(Identity.HALLMARK),
                    new RequiredApprovals(
                            repository,
                            Optional.ofNullable(trust),
                            "with --trust or HALLMARK_TRUST",
                            withoutApproval,
                            InstantSource.system()),
                    kinds,
                    credentials.secrets(),
                    pause,
                    InstantSource.system(),
                    console::message);
            Publish.Result result = publish.run(request.allowingWeaker(allowWeaker));
            if (result instanceof Publish.Result.Refused refused) {
                console.message("Nothing is published: " + refused.reason());
                return ExitCode.FINDING;
            }
            Publish.Result.Done done = (Publish.Result.Done) result;
            console.data(
                    json
                            ? JsonPublication.render(done.choice(), done.outcomes())
                            : PublicationView.text(done.choice(), done.outcomes()));
            return judge.apply(done);
        }
    }
}
