package io.hallmark.verifierbridge.keylime.client;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a verifier says of an agent.
 *
 * @param operationalState 0 registered, 1 start, 2 saved, 3 attesting, 4 to be asked again, 5 and 6 payload, 7 failed, 8
 *     terminated, 9 refused, 10 failed to enrol; -1 when the verifier does not say
 * @param lastEvent what failed last, {@code measured_boot.policy_example}; it stays after it is mended
 * @param lastQuote when the last quote came; empty when none came yet
 * @param tpmPolicy the text that it was enrolled with
 * @param enrolment what else is told of how it was enrolled
 */
public record AgentState(
        String id,
        int operationalState,
        Optional<String> lastEvent,
        Optional<Instant> lastQuote,
        String tpmPolicy,
        Enrolment enrolment) {
    /** Given up: unreachable, or an error of the verifier. */
    public static final int FAILED = 7;
    /** To be removed, once its attestation has ended. */
    public static final int TERMINATED = 8;
    /** Given up: a quote was refused. */
    public static final int REFUSED = 9;

    static AgentState of(String id, Map<String, Object> results) {
        return new AgentState(
                id,
                number(results, "operational_state").map(Long::intValue).orElse(-1),
                Reply.text(results, "last_event_id").map(Failures::words),
                number(results, "last_received_quote").filter(s -> s > 0).map(Instant::ofEpochSecond),
                Reply.text(results, "tpm_policy").orElse(""),
                Enrolment.of(results));
    }

    private static Optional<Long> number(Map<String, Object> object, String name) {
        return object.get(name) instanceof BigDecimal number && number.precision() - number.scale() < 12
                ? Optional.of(number.longValue())
                : Optional.empty();
    }

    /** Whether the verifier has given it up, so that it is not attested until it is reactivated. */
    public boolean givenUp() {
        return operationalState == FAILED || operationalState == REFUSED;
    }
}
