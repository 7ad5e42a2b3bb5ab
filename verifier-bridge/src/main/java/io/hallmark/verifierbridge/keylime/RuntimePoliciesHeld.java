package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.publish.PlanItem;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Since when the runtime policies of a publication are held, by the agents that settings name for them. */
final class RuntimePoliciesHeld {
    private final AgentRules rules;
    private final WriteNotes notes;
    private final Map<String, byte[]> contents = new HashMap<>();
    private final Map<String, Optional<Instant>> since = new HashMap<>();

    /** @param prefix of items that are runtime policies */
    RuntimePoliciesHeld(AgentRules rules, WriteNotes notes, List<PlanItem> plan, String prefix) {
        this.rules = rules;
        this.notes = notes;
        plan.stream()
                .filter(item -> item.name().startsWith(prefix))
                .forEach(item -> item.content()
                        .ifPresent(content -> contents.put(item.name().substring(prefix.length()), content)));
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    /** The name of an agent's policy; empty when settings name none for the agent, or one that is not published here. */
    Optional<String> name(String agent) {
        return rules.find(agent).filter(contents::containsKey);
    }

    /** Since when an agent's policy is held; empty when {@link #name} is. */
    Optional<Reactivation.Held> of(String agent) {
        return name(agent).map(name -> () -> since.computeIfAbsent(name, key -> notes.since(key, contents.get(key))));
    }
}
