package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.verifierbridge.keylime.client.AgentState;
import io.hallmark.verifierbridge.keylime.client.Agents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Nodes after a publication: those that were given up because of their policy are attested again. */
final class AgentsSettled {
    private final Agents agents;
    private final AgentRules rules;
    private final OwnNames names;
    private final WriteNotes notes;
    private final RuntimePoliciesHeld runtime;

    AgentsSettled(Agents agents, AgentRules rules, OwnNames names, WriteNotes notes, RuntimePoliciesHeld runtime) {
        this.agents = agents;
        this.rules = rules;
        this.names = names;
        this.notes = notes;
        this.runtime = runtime;
    }

    /**
     * Reactivates what is to be reactivated.
     *
     * @param prefix of items that are measured-boot policies
     * @return lines for people
     */
    List<String> settle(ApprovedState state, List<PlanItem> plan, String prefix) {
        List<String> lines = new ArrayList<>();
        rules.dangling(state.baselines())
                .forEach(rule -> lines.add("warning: 'agents' names a baseline that is not there: " + rule));
        if (rules.isEmpty() && runtime.isEmpty()) {
            return lines;
        }
        Map<String, byte[]> held = held(state, plan, prefix);
        Map<String, Optional<Instant>> since = new HashMap<>();
        agents.states(id -> baseline(id, held).or(() -> runtime.name(id)).isPresent())
                .forEach((id, agent) -> {
                    if (agent.givenUp()) {
                        Optional<String> baseline = baseline(id, held);
                        lines.add(settle(
                                agent,
                                baseline.or(() -> runtime.name(id)).orElseThrow(),
                                baseline.map(of -> () -> since.computeIfAbsent(
                                        of, key -> notes.since(names.ofKey(key), held.get(key))))));
                    }
                });
        return lines;
    }

    /** The baseline of an agent whose policy is held. */
    private Optional<String> baseline(String agent, Map<String, byte[]> held) {
        return rules.find(agent).filter(held::containsKey);
    }

    private String settle(AgentState agent, String policy, Optional<Reactivation.Held> measuredBoot) {
        Optional<String> whyNot = Reactivation.whyNot(agent, measuredBoot, runtime.of(agent.id()));
        if (whyNot.isPresent()) {
            return "warning: agent " + agent.id() + " (" + policy + ") is not attested any more: " + whyNot.get()
                    + "; look at the node, and reactivate it in Keylime if it is well";
        }
        agents.reactivate(agent.id());
        return "agent " + agent.id() + " (" + policy + ") is attested again";
    }

    /** The policy of each baseline whose policy is held. */
    private Map<String, byte[]> held(ApprovedState state, List<PlanItem> plan, String prefix) {
        Map<String, byte[]> byName = new HashMap<>();
        plan.forEach(item -> item.content().ifPresent(content -> byName.put(item.name(), content)));
        Map<String, byte[]> byBaseline = new HashMap<>();
        for (BaselineDocument baseline : state.baselines()) {
            byte[] content = byName.get(prefix + names.of(baseline));
            if (content != null) {
                byBaseline.put(AgentRules.key(baseline), content);
            }
        }
        return byBaseline;
    }
}
