package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.verifierbridge.keylime.client.AgentState;
import io.hallmark.verifierbridge.keylime.tpmpolicy.TpmPolicy;
import io.hallmark.verifierbridge.keylime.tpmpolicy.TpmPolicy.Mask;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code tpm_policy} that each agent is to have, made once for each baseline. */
final class TpmPolicies {
    private final TpmPolicySettings settings;
    private final AgentRules agents;
    private final Map<String, BaselineDocument> baselines = new HashMap<>();
    private final Map<String, TpmPolicy> made = new HashMap<>();

    TpmPolicies(TpmPolicySettings settings, AgentRules agents, ApprovedState state) {
        this.settings = settings;
        this.agents = agents;
        state.baselines().forEach(baseline -> baselines.put(AgentRules.key(baseline), baseline));
    }

    /** The baseline of an agent, if settings name one that is there. */
    Optional<String> baseline(String agent) {
        return agents.find(agent).filter(baselines::containsKey);
    }

    /** The policy of an agent that has a baseline. */
    TpmPolicy of(String agent) {
        String baseline = baseline(agent).orElseThrow();
        Mask mask = settings.runtimePolicies().find(agent).isPresent()
                ? Mask.WITH_MEASURED_BOOT_AND_IMA
                : Mask.WITH_MEASURED_BOOT;
        return made.computeIfAbsent(
                mask + " " + baseline, key -> TpmPolicy.of(baselines.get(baseline), settings.mixtures(), mask));
    }

    /** Whether an agent is enrolled as it should be, whatever its policy's spelling is. */
    boolean held(AgentState agent, byte[] wanted) {
        return agent.enrolment().hasMeasuredBootPolicy()
                && agent.enrolment().hasRuntimePolicy()
                        == settings.runtimePolicies().find(agent.id()).isPresent()
                && meaning(agent.tpmPolicy().getBytes(StandardCharsets.UTF_8)).equals(meaning(wanted));
    }

    private static Map<String, Object> meaning(byte[] policy) {
        Map<String, Object> meaning = new HashMap<>();
        try {
            PlainJson.readObject("tpm_policy", policy)
                    .forEach((member, value) ->
                            meaning.put(member, value instanceof List<?> list ? new HashSet<>(list) : value));
        } catch (BaselinesException e) {
            // Keylime also takes what only Python can read; such a policy is not Hallmark's.
            meaning.clear();
        }
        return meaning;
    }
}
