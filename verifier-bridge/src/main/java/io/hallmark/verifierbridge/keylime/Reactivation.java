package io.hallmark.verifierbridge.keylime;

import io.hallmark.verifierbridge.keylime.client.AgentState;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

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
     * @param held since when its policy, which is right now, is held: a refusal of before was by another one. By the
     *     verifier's clock; asked for only when that matters
     */
    static Optional<String> whyNot(AgentState agent, Supplier<Optional<Instant>> held) {
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
        Optional<Instant> since = held.get();
        if (since.isEmpty()) {
            return Optional.of(
                    "it was refused (" + event + "), and it is not known whether by the policy that is held now,"
                            + " which has no note of Hallmark that says since when");
        }
        boolean before =
                agent.lastQuote().filter(quote -> !quote.isAfter(since.get())).isPresent();
        return before
                ? Optional.empty()
                : Optional.of("it was refused (" + event + ") by the policy that is held now, since " + since.get());
    }
}
