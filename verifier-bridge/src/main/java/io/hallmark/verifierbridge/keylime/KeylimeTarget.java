package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.Pause;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.Target;
import io.hallmark.baselines.tls.MutualTls;
import io.hallmark.verifierbridge.keylime.client.Agents;
import io.hallmark.verifierbridge.keylime.client.KeylimeServer;
import io.hallmark.verifierbridge.keylime.client.NamedPolicies;
import io.hallmark.verifierbridge.keylime.client.PolicyProbe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A Keylime verifier: one measured-boot policy for each baseline, which agents use by its name. */
final class KeylimeTarget implements Target {
    private static final String MEASURED_BOOT = "mbpolicy/";
    private static final String RUNTIME = "runtime-policy/";

    private final KeylimeSettings settings;
    private final SecretStore secrets;
    private final PolicyContent.Renderer renderer;
    private Optional<KeylimeServer> verifier = Optional.empty();
    private Optional<KeylimeServer> registrar = Optional.empty();

    KeylimeTarget(KeylimeSettings settings, SecretStore secrets, PolicyContent.Renderer renderer) {
        this.settings = settings;
        this.secrets = secrets;
        this.renderer = renderer;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public List<PlanItem> plan(ApprovedState state) {
        VerifierPolicy.requireReadable(PolicyProbe.ask(verifier()), settings.policy());
        List<PlanItem> plan = new ArrayList<>();
        parts().forEach(part -> plan.addAll(part.plan(state)));
        Set<String> refused = refusedPolicies(plan);
        plan.replaceAll(item -> withPolicy(item, refused));
        // A policy can be removed once no agent uses it, so after agents are enrolled with others.
        plan.sort(Comparator.comparing(item -> item.action() == PlanItem.Action.REMOVE));
        return plan;
    }

    /** A policy is judged and held by itself, so that one that is refused does not keep others out. */
    @Override
    public boolean separable() {
        return true;
    }

    private static Set<String> refusedPolicies(List<PlanItem> plan) {
        return plan.stream()
                .filter(item -> item.action() == PlanItem.Action.REFUSED)
                .map(PlanItem::name)
                .collect(Collectors.toSet());
    }

    /** An agent of which a policy is refused is not enrolled anew: the policy may not even be there. */
    private PlanItem withPolicy(PlanItem item, Set<String> refused) {
        if (!item.changes() || !item.name().startsWith(EnrolledAgents.PREFIX)) {
            return item;
        }
        String agent = item.name().substring(EnrolledAgents.PREFIX.length());
        List<String> reasons = new ArrayList<>();
        settings.agents()
                .find(agent)
                .map(key -> MEASURED_BOOT + settings.names().ofKey(key))
                .filter(refused::contains)
                .ifPresent(policy -> reasons.add("its measured-boot policy " + policy + " is refused"));
        runtimeRules()
                .find(agent)
                .map(name -> RUNTIME + name)
                .filter(refused::contains)
                .ifPresent(policy -> reasons.add("its runtime policy " + policy + " is refused"));
        return reasons.isEmpty() ? item : new PlanItem(item.name(), PlanItem.Action.REFUSED, Optional.empty(), reasons);
    }

    @Override
    public String apply(PlanItem item) {
        PolicyPart part = partOf(item);
        String name = item.name().substring(part.prefix().length());
        if (part.prefix().equals(MEASURED_BOOT)) {
            note(writeNotes(), settings.agents(), name, item);
        } else if (part.prefix().equals(RUNTIME)) {
            note(runtimeNotes(), runtimeRules(), name, item);
        }
        return part.apply(name, item);
    }

    @Override
    public Optional<byte[]> readBack(PlanItem item) {
        PolicyPart part = partOf(item);
        return part.readBack(item.name().substring(part.prefix().length()));
    }

    @Override
    public List<String> settle(ApprovedState state, List<PlanItem> plan) {
        List<String> lines = new ArrayList<>(VerifierPolicy.warnings(PolicyProbe.ask(verifier()), settings.policy()));
        Agents agents = new Agents(verifier());
        RuntimePoliciesHeld runtime = new RuntimePoliciesHeld(runtimeRules(), runtimeNotes(), plan, RUNTIME);
        lines.addAll(new AgentsSettled(agents, settings.agents(), settings.names(), writeNotes(), runtime)
                .settle(state, plan, MEASURED_BOOT));
        switch (settings.tpmPolicy().use()) {
            case NONE -> {}
            case RENDER -> lines.addAll(OtherPolicies.lines(settings, state, agents));
            case ENROL -> lines.addAll(enrolledAgents().settle(state));
        }
        return lines;
    }

    /** Only nodes that settings name are ever attested again, and only for them it matters when a policy was written. */
    private static void note(WriteNotes notes, AgentRules rules, String name, PlanItem item) {
        if (item.action() == PlanItem.Action.REMOVE) {
            notes.remove(name);
        } else if (!rules.isEmpty()) {
            notes.write(name, item.content().orElseThrow());
        }
    }

    private WriteNotes writeNotes() {
        return WriteNotes.ofMeasuredBoot(NamedPolicies.measuredBoot(verifier()));
    }

    private WriteNotes runtimeNotes() {
        return WriteNotes.ofRuntime(NamedPolicies.measuredBoot(verifier()));
    }

    private AgentRules runtimeRules() {
        return settings.tpmPolicy().runtimePolicies();
    }

    private PolicyPart partOf(PlanItem item) {
        return parts().stream()
                .filter(part -> item.name().startsWith(part.prefix()))
                .findFirst()
                .orElseThrow(() -> new BaselinesException(item.name() + " is nothing that Keylime holds"));
    }

    private List<PolicyPart> parts() {
        List<PolicyPart> parts = new ArrayList<>();
        parts.add(new KeptPolicies<>(
                MEASURED_BOOT,
                NamedPolicies.measuredBoot(verifier()),
                settings.names(),
                this::measuredBoot,
                Function.identity()));
        settings.runtimePolicies().ifPresent(folder -> {
            Dsse signer = Dsse.of(secrets, settings.signWith().orElseThrow());
            parts.add(new KeptPolicies<>(
                    RUNTIME,
                    NamedPolicies.runtime(verifier()),
                    settings.names(),
                    state -> RuntimePolicies.of(state, folder, settings.names(), signer),
                    signer::withKey));
        });
        if (settings.tpmPolicy().use() == TpmPolicySettings.Use.ENROL) {
            parts.add(enrolledAgents());
        }
        return parts;
    }

    private EnrolledAgents enrolledAgents() {
        Agents agents = new Agents(verifier());
        return new EnrolledAgents(
                agents,
                registrar(),
                new EnrolmentNotes(NamedPolicies.measuredBoot(verifier()), settings.names()),
                new Removal(agents, settings.patience(), Pause.REAL),
                settings);
    }

    private Map<String, PolicyContent> measuredBoot(ApprovedState state) {
        Map<String, PolicyContent> policies = new LinkedHashMap<>();
        settings.names()
                .of(state.baselines())
                .forEach((name, baseline) -> policies.put(name, renderer.render(state.files(), baseline)));
        return policies;
    }

    private KeylimeServer verifier() {
        if (verifier.isEmpty()) {
            verifier = Optional.of(KeylimeServer.verifier(
                    settings.url(),
                    MutualTls.context(secrets, settings.credentials(), settings.serverName()),
                    settings.patience()));
        }
        return verifier.get();
    }

    private KeylimeServer registrar() {
        if (registrar.isEmpty()) {
            registrar = Optional.of(KeylimeServer.registrar(
                    settings.tpmPolicy().registrar().orElseThrow(),
                    MutualTls.context(
                            secrets,
                            settings.credentials(),
                            settings.tpmPolicy().registrarName()),
                    settings.patience()));
        }
        return registrar.get();
    }
}
