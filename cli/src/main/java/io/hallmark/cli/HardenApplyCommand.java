package io.hallmark.cli;

import io.hallmark.baselines.delivery.Host;
import io.hallmark.baselines.publish.AppliedItem;
import io.hallmark.baselines.publish.Pause;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.Publish;
import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.baselines.publish.TargetOutcome;
import io.hallmark.puppetbridge.HardeningTargets;
import io.hallmark.puppetbridge.Scope;
import io.hallmark.puppetbridge.process.LocalMachine;
import io.hallmark.puppetbridge.process.Machine;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Publishes hardening alone, now, and to some nodes alone if asked to. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description =
                "Bring the hardening targets of the settings to the approved profiles now, as 'publish' does, and no"
                        + " other targets. With --role or --limit only nodes that a target runs on itself are brought there, and"
                        + " no receipt is kept, since nobody may take a part for the whole. What runs on nodes say is told as it"
                        + " comes.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all that was asked for is as approved; with --check: it was asked what would change",
            "1:the state is not approved, or holds nodes to less than before, and nothing was applied; with --fail-on-change: something would change",
            "2:wrong usage or input, or nothing is what was asked for",
            "3:a required target failed or refuses a part"
        })
final class HardenApplyCommand implements Callable<Integer> {
    private final Console console;
    private final Machine machine;
    private final Pause pause;

    @Mixin
    private PublicationOptions options;

    @Option(names = "--role", paramLabel = "ROLE", description = "Only nodes of this role; may be given several times.")
    private Set<String> roles = new LinkedHashSet<>();

    @Option(names = "--limit", paramLabel = "HOST", description = "Only this node; may be given several times.")
    private Set<String> hosts = new LinkedHashSet<>();

    @Option(names = "--check", description = "Say what would change, with the difference, and change nothing.")
    private boolean check;

    @Option(names = "--fail-on-change", description = "With --check: end with 1 when something would change.")
    private boolean failOnChange;

    HardenApplyCommand(Console console) {
        this(console, new LocalMachine(), Pause.REAL);
    }

    HardenApplyCommand(Console console, Machine machine, Pause pause) {
        this.console = console;
        this.machine = machine;
        this.pause = pause;
    }

    @Override
    public Integer call() {
        Scope scope = new Scope(roles, hosts);
        List<TargetKind> ofNodes = HardeningTargets.ofNodes(machine, scope, console::message);
        Set<String> hardening = names(HardeningTargets.all(options.repositories(), Host.OF_USER, machine));
        Set<String> wanted = scope.part() ? names(ofNodes) : hardening;
        // The first of a name is taken.
        List<TargetKind> kinds = new ArrayList<>(ofNodes);
        kinds.addAll(TargetKinds.all(options.repositories()));
        return options.publish(
                console,
                kinds,
                pause,
                new Publish.Request(options.commit(), check, Optional.empty(), options.targets(), wanted, scope.part()),
                done -> {
                    done.choice().settings().targets().stream()
                            .filter(target -> hardening.contains(target.kind()) && !wanted.contains(target.kind()))
                            .forEach(
                                    target -> console.message(
                                            target.name()
                                                    + " is left out: it holds all roles or none, and 'hallmark publish' brings it there"));
                    return judge(done);
                });
    }

    private int judge(Publish.Result.Done done) {
        if (!done.complete()) {
            return ExitCode.REMOTE;
        }
        Set<String> reached =
                done.outcomes().stream().flatMap(HardenApplyCommand::items).collect(Collectors.toSet());
        List<String> missing = hosts.isEmpty()
                ? roles.stream()
                        .filter(role -> !reached.contains(HardeningProfile.path(role)))
                        .toList()
                : List.of();
        boolean part = !roles.isEmpty() || !hosts.isEmpty();
        boolean nothing = done.outcomes().isEmpty() || part && reached.isEmpty() || !missing.isEmpty();
        // One that is not required may have failed, and says so itself.
        if (nothing && done.outcomes().stream().allMatch(TargetOutcome::good)) {
            console.message("hallmark: no target applies a profile to "
                    + (missing.isEmpty() ? "what was asked for" : "role " + String.join(", ", missing))
                    + "; look at --target, --role and --limit, and at the targets of the settings");
            return ExitCode.INPUT;
        }
        boolean changes = done.outcomes().stream()
                .anyMatch(outcome -> outcome instanceof TargetOutcome.Planned planned
                        && planned.plan().stream().anyMatch(PlanItem::changes));
        return failOnChange && changes ? ExitCode.FINDING : ExitCode.OK;
    }

    private static Stream<String> items(TargetOutcome outcome) {
        if (outcome instanceof TargetOutcome.Planned planned) {
            return planned.plan().stream().map(PlanItem::name);
        }
        return outcome instanceof TargetOutcome.Published published
                ? published.items().stream().map(AppliedItem::name)
                : Stream.of();
    }

    private static Set<String> names(List<TargetKind> kinds) {
        return kinds.stream().map(TargetKind::name).collect(Collectors.toSet());
    }
}
