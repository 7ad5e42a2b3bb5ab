package io.hallmark.puppetbridge.ansible;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.PlanItem.Action;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.Target;
import io.hallmark.puppetbridge.Hardening;
import io.hallmark.puppetbridge.RoleProfile;
import io.hallmark.puppetbridge.Scope;
import io.hallmark.puppetbridge.ansible.runner.RunOutcome;
import io.hallmark.puppetbridge.lint.Finding;
import io.hallmark.puppetbridge.node.AppliedIn;
import io.hallmark.puppetbridge.process.Machine;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.render.Origin;
import io.hallmark.puppetbridge.render.RenderedFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Nodes: one item for each role. Check mode says what a run would change; a role is applied when another check finds nothing
 * left to change on any of its hosts.
 */
final class AnsibleTarget implements Target {
    private static final int MOST_WORDS = 30;

    private final AnsibleSettings settings;
    private final SecretStore secrets;
    private final Machine machine;
    private final Scope scope;
    private final Consumer<String> progress;
    private final AnsibleRendering rendering = new AnsibleRendering();
    private final Map<String, RoleRuns> runs = new TreeMap<>();
    private final List<String> leftOut = new ArrayList<>();

    /**
     * @param scope that it is confined to
     * @param progress hears what runs tell, line by line, from other threads
     */
    AnsibleTarget(
            AnsibleSettings settings, SecretStore secrets, Machine machine, Scope scope, Consumer<String> progress) {
        this.settings = settings;
        this.secrets = secrets;
        this.machine = machine;
        this.scope = scope;
        this.progress = progress;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public List<PlanItem> plan(ApprovedState state) {
        runs.clear();
        leftOut.clear();
        Hosts hosts = Hosts.of(settings, state, machine);
        List<PlanItem> plan = new ArrayList<>();
        Hardening hardening = Hardening.of(state.files());
        for (String role : settings.roles().isEmpty() ? hardening.roles() : settings.roles()) {
            if (!scope.has(role)) {
                continue;
            }
            RoleProfile judged = hardening.profile(role);
            HardeningProfile profile = judged.profile();
            String name = HardeningProfile.path(role);
            boolean named = settings.roles().contains(role) || scope.roles().contains(role);
            Optional<String> elsewhere = elsewhere(profile);
            if (elsewhere.isPresent() && !named) {
                leftOut.add(elsewhere.get());
                continue;
            }
            if (elsewhere.isPresent()) {
                plan.add(refused(name, List.of(elsewhere.get())));
            } else if (!judged.errors().isEmpty()) {
                plan.add(refused(
                        name, judged.errors().stream().map(Finding::toString).toList()));
            } else {
                planned(name, profile, state, hosts).ifPresent(plan::add);
            }
        }
        return plan;
    }

    private static Optional<String> elsewhere(HardeningProfile profile) {
        return profile.node().appliedIn() == AppliedIn.IMAGE_BUILD
                ? Optional.of(
                        "role " + profile.role() + " is applied while its image is built, by 'hallmark harden render"
                                + " --target ansible' in the pipeline of the image; nothing was run on its nodes")
                : Optional.empty();
    }

    private static PlanItem refused(String name, List<String> why) {
        return new PlanItem(name, Action.REFUSED, Optional.empty(), why);
    }

    /** What a run would do; empty where no host of the role is in the scope. */
    private Optional<PlanItem> planned(String name, HardeningProfile profile, ApprovedState state, Hosts hosts) {
        SortedSet<String> all = hosts.of(profile.role());
        if (all.isEmpty()) {
            return Optional.of(refused(name, List.of("no host has role " + profile.role() + " in " + hosts.where())));
        }
        SortedSet<String> of = scope.of(all);
        if (of.isEmpty()) {
            return Optional.empty();
        }
        RenderedFiles rendered;
        try {
            rendered = rendering.render(profile, new Origin(state.commit()), settings.group(profile.role()));
        } catch (BaselinesException e) {
            return Optional.of(refused(name, List.of(e.getMessage())));
        }
        RoleRuns role = new RoleRuns(
                settings,
                profile,
                rendered,
                hosts.inventory(profile.role(), of),
                of,
                AccessToNodes.of(settings, secrets, profile),
                machine,
                event -> event.text().lines().filter(line -> !line.isBlank()).forEach(progress));
        runs.put(name, role);
        RunOutcome.Succeeded found = succeeded("the check of role " + profile.role(), role.check());
        return Optional.of(new PlanItem(
                name,
                found.changedAnything() ? Action.UPDATE : Action.KEEP,
                Optional.of(profile.toYaml()),
                words(found)));
    }

    @Override
    public String apply(PlanItem item) {
        RoleRuns role = runs(item);
        return succeeded("role " + role.profile().role(), role.apply()).words();
    }

    /** The profile, when every host is as it says; what would still change is an error that names it. */
    @Override
    public Optional<byte[]> readBack(PlanItem item) {
        RoleRuns role = runs(item);
        RunOutcome.Succeeded found =
                succeeded("the check after role " + role.profile().role(), role.check());
        if (found.changedAnything()) {
            throw BaselinesException.remote(
                    "role " + role.profile().role() + " was applied, and yet would change again: "
                            + String.join("; ", words(found)) + "; look what else changes those nodes",
                    null);
        }
        return Optional.of(role.profile().toYaml());
    }

    @Override
    public List<String> settle(ApprovedState state, List<PlanItem> plan) {
        return List.copyOf(leftOut);
    }

    private RoleRuns runs(PlanItem item) {
        return Optional.ofNullable(runs.get(item.name()))
                .orElseThrow(() -> new BaselinesException(item.name() + " was not planned: this is a defect"));
    }

    private static RunOutcome.Succeeded succeeded(String what, RunOutcome outcome) {
        if (outcome instanceof RunOutcome.Succeeded succeeded) {
            return succeeded;
        }
        if (outcome instanceof RunOutcome.Canceled && Thread.currentThread().isInterrupted()) {
            throw new BaselinesException("interrupted: " + outcome.words());
        }
        String message = what + " did not succeed: " + outcome.words();
        boolean ofNodes = outcome instanceof RunOutcome.Failed
                || outcome instanceof RunOutcome.Unreachable
                || outcome instanceof RunOutcome.TimedOut
                || outcome instanceof RunOutcome.Canceled
                || outcome instanceof RunOutcome.NotStarted
                || outcome instanceof RunOutcome.Unclear;
        throw ofNodes ? BaselinesException.remote(message, null) : new BaselinesException(message);
    }

    /** What changes, and on how many hosts; in the order of the run. */
    private static List<String> words(RunOutcome.Succeeded found) {
        Map<String, Long> byWhat = found.changes().stream()
                .collect(Collectors.groupingBy(
                        RunOutcome.Change::what, java.util.LinkedHashMap::new, Collectors.counting()));
        List<String> words = byWhat.entrySet().stream()
                .limit(MOST_WORDS)
                .map(entry -> entry.getKey() + " on " + entry.getValue() + " of "
                        + found.changed().size() + " hosts")
                .collect(Collectors.toCollection(ArrayList::new));
        if (byWhat.size() > MOST_WORDS) {
            words.add("and " + (byWhat.size() - MOST_WORDS) + " more changes");
        }
        return words;
    }
}
