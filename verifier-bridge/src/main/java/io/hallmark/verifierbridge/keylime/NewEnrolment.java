package io.hallmark.verifierbridge.keylime;

import io.hallmark.verifierbridge.keylime.client.AgentState;
import io.hallmark.verifierbridge.keylime.client.Enrolment;
import io.hallmark.verifierbridge.keylime.client.RegisteredAgent;
import java.util.List;
import java.util.Optional;

/** Whether an agent can be enrolled anew, and what is lost by it. */
final class NewEnrolment {
    static final String WORDS =
            "the agent is removed and enrolled anew, since Keylime changes no tpm_policy: in between the"
                    + " node is not attested, its count of attestations starts anew, and its revocation_key, payload key (v) and"
                    + " ima_sign_verification_keys are lost";

    /** What a policy can have been the reason for, or an absence that passes. */
    private static final List<String> MENDED = List.of("measured_boot.policy_", "pcr_validation.", "internal.");

    private NewEnrolment() {}

    /** The reason why it can't be; empty when it can. */
    static Optional<String> whyNot(
            Enrolment enrolment, Optional<String> runtimePolicy, Optional<RegisteredAgent> registered) {
        if (enrolment.hasRuntimePolicy() && runtimePolicy.isEmpty()) {
            return Optional.of("the agent has a runtime policy whose name Keylime does not tell, and would lose it by"
                    + " being enrolled anew: name the policy under 'agent-runtime-policies'");
        }
        if (registered.isEmpty()) {
            return Optional.of(
                    "the registrar does not know the agent, so its keys are not known either: start the agent"
                            + " again, or take it out of 'agents'");
        }
        if (enrolment.called() && registered.get().certificate().isEmpty()) {
            return Optional.of(
                    "the registrar has no certificate for mutual TLS of the agent, which the verifier asks for:"
                            + " enrol it with keylime_tenant");
        }
        return Optional.empty();
    }

    /** Whether the agent was given up for something that no policy mends, so that people must look at it first. */
    static boolean stands(AgentState agent) {
        String event = agent.lastEvent().orElse("");
        boolean unexplained = event.isEmpty() && agent.operationalState() == AgentState.REFUSED;
        return agent.givenUp()
                && (unexplained || !event.isEmpty() && MENDED.stream().noneMatch(event::startsWith));
    }
}
