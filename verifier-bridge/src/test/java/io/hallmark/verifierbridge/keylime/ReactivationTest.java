package io.hallmark.verifierbridge.keylime;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.publish.PlanItem.Action;
import io.hallmark.verifierbridge.keylime.client.AgentState;
import io.hallmark.verifierbridge.keylime.client.Enrolment;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which nodes are attested again after a publication. */
class ReactivationTest {
    private static final Instant APPROVED = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant BEFORE = APPROVED.minus(Duration.ofHours(1));
    private static final Instant AFTER = APPROVED.plus(Duration.ofHours(1));

    @Test
    void a_node_that_the_former_policy_refused_is_attested_again() {
        AgentState refused = agent(AgentState.REFUSED, "measured_boot.policy_hallmark", AFTER);

        assertThat(Reactivation.whyNot(refused, Action.UPDATE, APPROVED)).isEmpty();
        assertThat(Reactivation.whyNot(refused, Action.CREATE, APPROVED)).isEmpty();
    }

    @Test
    void also_when_an_earlier_run_was_stopped_before_it_came_to_that() {
        AgentState refused = agent(AgentState.REFUSED, "measured_boot.policy_hallmark", BEFORE);

        assertThat(Reactivation.whyNot(refused, Action.KEEP, APPROVED)).isEmpty();
    }

    @Test
    void a_node_that_the_policy_of_now_refused_stays_given_up() {
        AgentState refused = agent(AgentState.REFUSED, "measured_boot.policy_hallmark", AFTER);

        assertThat(Reactivation.whyNot(refused, Action.KEEP, APPROVED))
                .hasValueSatisfying(why -> assertThat(why).contains("by the policy that is held now"));
    }

    @Test
    void what_no_policy_mends_stays_given_up() {
        for (String event : new String[] {
            "qoute_validation.quote_validation",
            "ima.validation.ima-ng.not_in_allowlist",
            "measured_boot.invalid_pcr_0",
            ""
        }) {
            assertThat(Reactivation.whyNot(agent(AgentState.REFUSED, event, BEFORE), Action.UPDATE, APPROVED))
                    .as(event)
                    .isPresent();
        }
        assertThat(Reactivation.whyNot(agent(AgentState.FAILED, "ima.something", BEFORE), Action.UPDATE, APPROVED))
                .isPresent();
    }

    @Test
    void a_node_that_took_long_to_boot_is_attested_again() {
        AgentState silent = agent(AgentState.FAILED, "internal.verifier.not_reachable", AFTER);

        assertThat(Reactivation.whyNot(silent, Action.KEEP, APPROVED)).isEmpty();
    }

    private static AgentState agent(int state, String event, Instant quote) {
        return new AgentState(
                "a",
                state,
                Optional.of(event).filter(e -> !e.isEmpty()),
                Optional.of(quote),
                "{}",
                Enrolment.of(Map.of()));
    }
}
