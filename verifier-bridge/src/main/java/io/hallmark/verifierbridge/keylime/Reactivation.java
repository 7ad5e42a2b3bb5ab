package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.verifierbridge.keylime.client.AgentState;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a verifier should attest a node again that it has given up.
 *
 * <p>Only what a policy can mend is a reason. A node that was refused by the policy which is held now has shown something
 * that nobody approved: it stays given up, for people to look at.
 */
final class Reactivation {
    private static final String BY_POLICY = "measured_boot.policy_";
    private static final String BY_VERIFIER = "internal.";

    private Reactivation() {}

    /**
     * The reason to leave it given up; empty when it is to be attested again.
     *
     * @param action what this publication did to its policy, which is held and right now
     * @param approved when the state was made that the policy is of: a refusal before it was by another policy
     */
    static Optional<String> whyNot(AgentState agent, PlanItem.Action action, Instant approved) {
        String event = agent.lastEvent().orElse("");
        if (agent.operationalState() == AgentState.FAILED) {
            // A reboot that took longer than the verifier's retries, or a policy that it could not use.
            boolean mendable = event.isEmpty() || event.startsWith(BY_VERIFIER) || event.startsWith(BY_POLICY);
            return mendable ? Optional.empty() : Optional.of("it failed by " + event);
        }
        if (!event.startsWith(BY_POLICY)) {
            return Optional.of("it was refused by " + (event.isEmpty() ? "an unknown event" : event)
                    + ", which no measured-boot policy mends");
        }
        boolean changed = action == PlanItem.Action.CREATE || action == PlanItem.Action.UPDATE;
        boolean before =
                agent.lastQuote().filter(quote -> !quote.isAfter(approved)).isPresent();
        return changed || before
                ? Optional.empty()
                : Optional.of("it was refused (" + event + ") by the policy that is held now");
    }
}
