package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.verifierbridge.keylime.client.Agents;
import io.hallmark.verifierbridge.keylime.tpmpolicy.TpmPolicy;
import java.util.ArrayList;
import java.util.List;

/** Tells which agents have another {@code tpm_policy} than their baseline says. */
final class OtherPolicies {
    private static final int MOST_NAMED = 20;

    private OtherPolicies() {}

    static List<String> lines(KeylimeSettings settings, ApprovedState state, Agents agents) {
        TpmPolicies policies = new TpmPolicies(settings.tpmPolicy(), settings.agents(), state);
        List<String> lines = new ArrayList<>();
        agents.states(id -> policies.baseline(id).isPresent()).forEach((id, agent) -> {
            TpmPolicy policy = policies.of(id);
            String baseline = policies.baseline(id).orElseThrow();
            if (policy.text().isEmpty()) {
                lines.add("warning: agent " + id + " (" + baseline + ") can have no tpm_policy: "
                        + policy.words().get(0));
            } else if (!policies.held(agent, policy.text().get())) {
                lines.add("warning: agent " + id + " (" + baseline
                        + ") has another tpm_policy than its baseline: enrol it"
                        + " anew with the file that the format 'keylime-tpm-policy' of a directory target has, or set"
                        + " 'tpm-policy: enrol'");
            }
        });
        if (lines.size() > MOST_NAMED) {
            int more = lines.size() - MOST_NAMED;
            lines.subList(MOST_NAMED, lines.size()).clear();
            lines.add("warning: and " + more + " more agents");
        }
        return lines;
    }
}
