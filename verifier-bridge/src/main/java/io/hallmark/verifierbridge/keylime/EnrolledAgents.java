package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.PlanItem.Action;
import io.hallmark.verifierbridge.keylime.client.AgentState;
import io.hallmark.verifierbridge.keylime.client.Agents;
import io.hallmark.verifierbridge.keylime.client.Enrolment;
import io.hallmark.verifierbridge.keylime.client.KeylimeServer;
import io.hallmark.verifierbridge.keylime.client.RegisteredAgent;
import io.hallmark.verifierbridge.keylime.tpmpolicy.TpmPolicy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Agents that settings name, each with the {@code tpm_policy} of its baseline. Keylime changes none of an enrolled agent, so
 * an agent with another one is removed and enrolled anew. Agents that nobody enrolled are left alone: whether their TPM is
 * genuine is for who enrols them to check.
 */
final class EnrolledAgents implements PolicyPart {
    static final String PREFIX = "agent/";

    private final Agents agents;
    private final KeylimeServer registrar;
    private final EnrolmentNotes notes;
    private final Removal removal;
    private final KeylimeSettings settings;

    EnrolledAgents(
            Agents agents, KeylimeServer registrar, EnrolmentNotes notes, Removal removal, KeylimeSettings settings) {
        this.agents = agents;
        this.registrar = registrar;
        this.notes = notes;
        this.removal = removal;
        this.settings = settings;
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public List<PlanItem> plan(ApprovedState state) {
        TpmPolicies policies = new TpmPolicies(settings.tpmPolicy(), settings.agents(), state);
        Map<String, AgentState> enrolled =
                agents.states(id -> policies.baseline(id).isPresent());
        SortedSet<String> noted = notes.agents();
        NavigableSet<String> ids = new TreeSet<>(enrolled.keySet());
        noted.stream().filter(id -> policies.baseline(id).isPresent()).forEach(ids::add);
        Map<String, PlanItem> refused = new TreeMap<>();
        List<PlanItem> plan = new ArrayList<>();
        for (String id : ids) {
            TpmPolicy policy = policies.of(id);
            if (policy.text().isEmpty()) {
                String name = "tpm-policy/" + policies.baseline(id).orElseThrow();
                refused.put(name, new PlanItem(name, Action.REFUSED, Optional.empty(), policy.words()));
            } else {
                item(id, Optional.ofNullable(enrolled.get(id)), noted.contains(id), policies, policy)
                        .ifPresent(plan::add);
            }
        }
        plan.addAll(refused.values());
        return plan;
    }

    private Optional<PlanItem> item(
            String id, Optional<AgentState> agent, boolean noted, TpmPolicies policies, TpmPolicy policy) {
        if (agent.isPresent()) {
            boolean going = agent.get().operationalState() == AgentState.TERMINATED;
            if (!going && policies.held(agent.get(), policy.text().orElseThrow())) {
                return Optional.of(new PlanItem(PREFIX + id, Action.KEEP, policy.text(), List.of()));
            }
            // What somebody else removes, and a node that was refused for what no policy mends, is not for Hallmark to
            // revive.
            if (going && !noted || NewEnrolment.stands(agent.get())) {
                return Optional.empty();
            }
        }
        Enrolment enrolment = agent.map(AgentState::enrolment)
                .or(() -> notes.read(id))
                .orElseThrow(() -> BaselinesException.remote("the note of agent " + id + " is gone meanwhile", null));
        Optional<String> whyNot = NewEnrolment.whyNot(
                enrolment, settings.tpmPolicy().runtimePolicies().find(id), RegisteredAgent.ask(registrar, id));
        if (whyNot.isPresent()) {
            return Optional.of(new PlanItem(PREFIX + id, Action.REFUSED, Optional.empty(), List.of(whyNot.get())));
        }
        List<String> words = new ArrayList<>(policy.words());
        words.add(NewEnrolment.WORDS);
        return Optional.of(
                new PlanItem(PREFIX + id, agent.isPresent() ? Action.UPDATE : Action.CREATE, policy.text(), words));
    }

    @Override
    public String apply(String id, PlanItem item) {
        RegisteredAgent keys = RegisteredAgent.ask(registrar, id)
                .orElseThrow(() -> new BaselinesException("the registrar does not know agent " + id + " any more"));
        Optional<AgentState> agent = agents.state(id);
        Enrolment enrolment = agent.map(AgentState::enrolment)
                .or(() -> notes.read(id))
                .orElseThrow(() -> new BaselinesException(
                        "agent " + id + " was removed by somebody else meanwhile: enrol it with keylime_tenant"));
        if (agent.isPresent()) {
            notes.write(id, enrolment);
            removal.of(id);
        }
        agents.enrol(
                id,
                enrolment,
                keys,
                new Enrolment.Policies(
                        new String(item.content().orElseThrow(), StandardCharsets.UTF_8),
                        settings.names().ofKey(settings.agents().find(id).orElseThrow()),
                        settings.tpmPolicy().runtimePolicies().find(id)));
        notes.remove(id);
        return "enrolled anew";
    }

    @Override
    public Optional<byte[]> readBack(String id) {
        return agents.state(id).map(agent -> agent.tpmPolicy().getBytes(StandardCharsets.UTF_8));
    }

    /** Takes away notes of agents that are enrolled again, and tells of those that nothing is done about. */
    List<String> settle(ApprovedState state) {
        TpmPolicies policies = new TpmPolicies(settings.tpmPolicy(), settings.agents(), state);
        List<String> lines = new ArrayList<>();
        for (String id : notes.agents()) {
            if (policies.baseline(id).isEmpty()) {
                lines.add("warning: a publication was stopped while it enrolled agent " + id
                        + " anew, and 'agents' has no baseline for it any more: enrol it with keylime_tenant");
            } else if (agents.state(id).isPresent()) {
                notes.remove(id);
            }
        }
        return lines;
    }
}
