package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.verifierbridge.keylime.client.AgentState;
import io.hallmark.verifierbridge.keylime.client.Agents;
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

    AgentsSettled(Agents agents, AgentRules rules, OwnNames names) {
        this.agents = agents;
        this.rules = rules;
        this.names = names;
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
        if (rules.isEmpty()) {
            return lines;
        }
        Map<String, PlanItem.Action> actions = actions(state, plan, prefix);
        agents.states(id -> rules.find(id).filter(actions::containsKey).isPresent())
                .forEach((id, agent) -> {
                    if (agent.givenUp()) {
                        String baseline = rules.find(id).orElseThrow();
                        lines.add(settle(agent, baseline, actions.get(baseline), state));
                    }
                });
        return lines;
    }

    private String settle(AgentState agent, String baseline, PlanItem.Action action, ApprovedState state) {
        Optional<String> whyNot = Reactivation.whyNot(agent, action, state.time());
        if (whyNot.isPresent()) {
            return "warning: agent " + agent.id() + " (" + baseline + ") is not attested any more: " + whyNot.get()
                    + "; look at the node, and reactivate it in Keylime if it is well";
        }
        agents.reactivate(agent.id());
        return "agent " + agent.id() + " (" + baseline + ") is attested again";
    }

    /** What was done to the policy of each baseline whose policy is held. */
    private Map<String, PlanItem.Action> actions(ApprovedState state, List<PlanItem> plan, String prefix) {
        Map<String, PlanItem.Action> byName = new HashMap<>();
        plan.forEach(item -> byName.put(item.name(), item.action()));
        Map<String, PlanItem.Action> byBaseline = new HashMap<>();
        for (BaselineDocument baseline : state.baselines()) {
            PlanItem.Action action = byName.get(prefix + names.of(baseline));
            if (action != null && action != PlanItem.Action.REFUSED) {
                byBaseline.put(AgentRules.key(baseline), action);
            }
        }
        return byBaseline;
    }
}
