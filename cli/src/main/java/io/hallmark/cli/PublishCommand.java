package io.hallmark.cli;

import io.hallmark.baselines.publish.Pause;
import io.hallmark.baselines.publish.Publish;
import io.hallmark.baselines.publish.TargetKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
            "1:the state is not approved, or holds nodes to less than before; nothing was published",
            "2:wrong usage or input; with --wait-for-all also: no target is required",
            "3:a required target failed or refuses a part; the others hold the state"
        })
final class PublishCommand implements Callable<Integer> {
    private final Console console;
    private final Function<Path, List<TargetKind>> kinds;
    private final Pause pause;

    @Mixin
    private PublicationOptions options;

    @Option(
            names = "--dry-run",
            description =
                    "Ask each target what would change, and change nothing. What only shows after a push is not told:"
                            + " whether a verifier holds nodes to it, and which nodes stay given up.")
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
        return options.publish(
                console,
                kinds.apply(options.repositories()),
                pause,
                new Publish.Request(
                        options.commit(),
                        dryRun,
                        waitForAll ? Optional.of(Duration.ofMinutes(waitMinutes)) : Optional.empty(),
                        options.targets()),
                this::judge);
    }

    private int judge(Publish.Result.Done done) {
        if (waitForAll && !done.requiresAny()) {
            console.message(
                    "hallmark: there is no required target to wait for, so nothing may count on this publication;"
                            + " look at --target and at the targets of the settings");
            return ExitCode.INPUT;
        }
        return done.complete() ? ExitCode.OK : ExitCode.REMOTE;
    }
}
