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
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings every target to what is approved. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = "Bring every target of the settings to the approved state of the baselines repository, read back"
                + " what it holds, and leave a receipt on the branch hallmark-receipts. It may be run again after any"
                + " failure; what a target holds already is left alone.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every required target holds the state; with --dry-run: would be brought to it",
            "1:the state is not approved; nothing was published",
            "2:wrong usage or input",
            "3:a required target failed or refuses a part; the others hold the state"
        })
final class PublishCommand implements Callable<Integer> {
    private final Console console;
    private final Function<Path, List<TargetKind>> kinds;
    private final Pause pause;

    @Parameters(paramLabel = "BASELINES", description = "Path or URL of the baselines repository.")
    private String baselines;

    @Option(
            names = "--commit",
            paramLabel = "ID",
            description =
                    "Publish this commit on purpose, for example to go back: one of the reviewed branch's history,"
                            + " or one that was published before (default: the newest of the reviewed branch).")
    private String commit;

    @Option(names = "--dry-run", description = "Ask each target what would change, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--wait-for-all",
            description =
                    "Go on trying required targets that are down, so that what follows may count on all of them. With --target"
                            + " that is all of those; the others aren't looked at.")
    private boolean waitForAll;

    @Option(
            names = "--wait-at-most",
            paramLabel = "MINUTES",
            defaultValue = "30",
            description = "How long --wait-for-all goes on (default: 30).")
    private int waitMinutes;

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
            names = "--trust",
            paramLabel = "ID",
            defaultValue = "${env:HALLMARK_TRUST}",
            description = "A commit whose rules for approvals you have looked at yourself; all that came after it must"
                    + " be approved under them, or under rules that were (default: $HALLMARK_TRUST). Keep it where"
                    + " those who propose can't change it.")
    private String trust;

    @Mixin
    private CredentialsOption credentials;

    @Option(names = "--json", description = "Show the outcome as JSON.")
    private boolean json;

    @Mixin
    private CacheOption cache;

    PublishCommand(Console console) {
        this(console, TargetKinds::all, Pause.REAL);
    }

    PublishCommand(Console console, Function<Path, List<TargetKind>> kinds, Pause pause) {
        this.console = console;
        this.kinds = kinds;
        this.pause = pause;
    }

    @Override
    public Integer call() {
        try (BaselinesRepository repository =
                BaselinesRepository.open(baselines, cache.folder().resolve("repositories"), Credentials.usersOwn())) {
            Publish publish = new Publish(
                    repository,
                    Identity.ofGitConfig().orElse(Identity.HALLMARK),
                    new RequiredApprovals(
                            repository,
                            Optional.ofNullable(trust),
                            "with --trust or HALLMARK_TRUST",
                            withoutApproval,
                            InstantSource.system()),
                    kinds.apply(cache.folder().resolve("repositories")),
                    credentials.secrets(),
                    pause,
                    InstantSource.system(),
                    console::message);
            return tell(publish.run(new Publish.Request(
                    Optional.ofNullable(commit),
                    dryRun,
                    waitForAll ? Optional.of(Duration.ofMinutes(waitMinutes)) : Optional.empty(),
                    targets)));
        }
    }

    private int tell(Publish.Result result) {
        if (result instanceof Publish.Result.Refused refused) {
            console.message("Nothing is published: " + refused.reason());
            return ExitCode.FINDING;
        }
        Publish.Result.Done done = (Publish.Result.Done) result;
        console.data(
                json
                        ? JsonPublication.render(done.choice(), done.outcomes())
                        : PublicationView.text(done.choice(), done.outcomes()));
        return done.complete() ? ExitCode.OK : ExitCode.REMOTE;
    }
}
