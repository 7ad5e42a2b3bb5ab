package io.hallmark.verifierbridge.keylime;

import io.hallmark.verifierbridge.keylime.client.AgentState;
import java.time.Duration;
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

    /** What a runtime policy decides; that the log of IMA fits no PCR 10, say, is told by other events. */
    private static final String BY_RUNTIME_POLICY = "ima.validation.";

    /**
     * For how long after a policy was written the verifier may still judge by the former one: it takes effect with the second
     * quote after that, which a verifier that polls every 2 seconds, as by default, was measured to reach in 5. A node that
     * the new policy refused in that time after all is refused once more, and then by that one for sure.
     */
    private static final Duration TAKES_EFFECT = Duration.ofSeconds(5);

    private Reactivation() {}

    /**
     * Since when a policy, which is right now, is held: a refusal of before was by another one. By the verifier's clock;
     * asked for only when that matters.
     */
    @FunctionalInterface
    interface Held {
        /** Empty when it is not known. */
        Optional<Instant> since();
    }

    /**
     * The reason to leave it given up; empty when it is to be attested again.
     *
     * @param measuredBoot its measured-boot policy; empty when it is not known which one it has, or that is not published here
     * @param runtime its runtime policy; empty when it is not known which one it has, or that is not published here
     */
    static Optional<String> whyNot(AgentState agent, Optional<Held> measuredBoot, Optional<Held> runtime) {
        String event = agent.lastEvent().orElse("");
        if (event.startsWith(BY_POLICY)) {
            return whyNot(agent, event, measuredBoot, "measured-boot policy", "agents");
        }
        if (event.startsWith(BY_RUNTIME_POLICY)) {
            return whyNot(agent, event, runtime, "runtime policy", "agent-runtime-policies");
        }
        if (agent.operationalState() == AgentState.FAILED) {
            // A reboot that took longer than the verifier's retries, or an error of its own.
            return event.isEmpty() || event.startsWith(BY_VERIFIER)
                    ? Optional.empty()
                    : Optional.of("it failed by " + event);
        }
        return Optional.of("it was refused by " + (event.isEmpty() ? "an unknown event" : event)
                + ", which no policy of this target mends");
    }

    private static Optional<String> whyNot(
            AgentState agent, String event, Optional<Held> held, String policy, String field) {
        return held.map(known -> whyNot(agent, event, known))
                .orElseGet(() -> Optional.of("it was refused by " + event + ", and which " + policy
                        + " of this target it has is not known, or that one is not held: name it under '" + field
                        + "'"));
    }

    private static Optional<String> whyNot(AgentState agent, String event, Held held) {
        Optional<Instant> since = held.since();
        if (since.isEmpty()) {
            return Optional.of(
                    "it was refused (" + event + "), and it is not known whether by the policy that is held now,"
                            + " which has no note of Hallmark that says since when");
        }
        Instant effect = since.get().plus(TAKES_EFFECT);
        boolean before =
                agent.lastQuote().filter(quote -> !quote.isAfter(effect)).isPresent();
        return before
                ? Optional.empty()
                : Optional.of("it was refused (" + event + ") by the policy that is held now, since " + since.get());
    }
}
