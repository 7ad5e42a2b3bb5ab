package io.hallmark.verifierbridge.keylime;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.verifierbridge.keylime.client.AgentState;
import io.hallmark.verifierbridge.keylime.client.Enrolment;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which nodes are attested again after a publication. */
class ReactivationTest {
    private static final Instant WRITTEN = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant BEFORE = WRITTEN.minus(Duration.ofHours(1));
    private static final Instant AFTER = WRITTEN.plus(Duration.ofHours(1));

    @Test
    void a_node_that_the_former_policy_refused_is_attested_again() {
        assertThat(whyNot(agent(AgentState.REFUSED, "measured_boot.policy_hallmark", BEFORE)))
                .isEmpty();
        assertThat(whyNot(agent(AgentState.REFUSED, "measured_boot.policy_hallmark", WRITTEN.minusSeconds(1))))
                .isEmpty();
    }

    /** Keylime 7.14 judges by the former policy until the second quote after another one was written: 5 seconds. */
    @Test
    void a_node_that_was_refused_before_the_policy_took_effect_is_attested_again_and_not_one_refused_later() {
        for (String event : new String[] {"measured_boot.policy_hallmark", "ima.validation.ima-ng.not_in_allowlist"}) {
            for (int seconds : new int[] {0, 2, 5}) {
                assertThat(whyNot(agent(AgentState.REFUSED, event, WRITTEN.plusSeconds(seconds))))
                        .as("by the former policy or that of now: " + event)
                        .isEmpty();
            }
            assertThat(whyNot(agent(AgentState.REFUSED, event, WRITTEN.plusSeconds(6))))
                    .as("by the policy of now: " + event)
                    .isPresent();
        }
    }

    @Test
    void a_node_whose_measured_boot_policy_is_not_known_stays_given_up_when_one_refused_it() {
        assertThat(Reactivation.whyNot(
                        agent(AgentState.REFUSED, "measured_boot.policy_hallmark", BEFORE),
                        Optional.empty(),
                        Optional.of(() -> Optional.of(WRITTEN))))
                .hasValueSatisfying(why -> assertThat(why).contains("name it under 'agents'"));
    }

    @Test
    void a_node_that_the_policy_of_now_refused_stays_given_up() {
        assertThat(whyNot(agent(AgentState.REFUSED, "measured_boot.policy_hallmark", AFTER)))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("by the policy that is held now, since " + WRITTEN));
    }

    @Test
    void a_node_stays_given_up_when_it_is_not_known_which_policy_refused_it() {
        AgentState refused = agent(AgentState.REFUSED, "measured_boot.policy_hallmark", BEFORE);

        assertThat(Reactivation.whyNot(refused, Optional.of(Optional::empty), Optional.empty()))
                .hasValueSatisfying(why -> assertThat(why).contains("it is not known whether by the policy"));
    }

    @Test
    void what_no_policy_mends_stays_given_up() {
        for (String event :
                new String[] {"qoute_validation.quote_validation", "ima.pcr_mismatch", "measured_boot.invalid_pcr_0", ""
                }) {
            assertThat(whyNot(agent(AgentState.REFUSED, event, BEFORE)))
                    .as(event)
                    .isPresent();
        }
        assertThat(whyNot(agent(AgentState.FAILED, "ima.something", BEFORE))).isPresent();
    }

    @Test
    void a_node_that_a_former_runtime_policy_refused_is_attested_again_and_one_that_the_present_one_refused_is_not() {
        String event = "ima.validation.ima-ng.not_in_allowlist";

        assertThat(whyNot(agent(AgentState.REFUSED, event, BEFORE))).isEmpty();
        assertThat(whyNot(agent(AgentState.REFUSED, event, AFTER)))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("by the policy that is held now, since " + WRITTEN));
        assertThat(Reactivation.whyNot(
                        agent(AgentState.REFUSED, event, BEFORE),
                        Optional.of(() -> Optional.of(WRITTEN)),
                        Optional.empty()))
                .as("nobody says which one it has")
                .hasValueSatisfying(why -> assertThat(why).contains("name it under 'agent-runtime-policies'"));
        assertThat(Reactivation.whyNot(
                        agent(AgentState.REFUSED, event, BEFORE),
                        Optional.of(() -> Optional.of(WRITTEN)),
                        Optional.of(Optional::empty)))
                .hasValueSatisfying(why -> assertThat(why).contains("it is not known whether by the policy"));
    }

    @Test
    void a_node_that_failed_by_the_policy_of_now_is_not_attested_again_by_each_publication() {
        assertThat(whyNot(agent(AgentState.FAILED, "measured_boot.policy_hallmark", AFTER)))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("by the policy that is held now, since " + WRITTEN));
        assertThat(whyNot(agent(AgentState.FAILED, "measured_boot.policy_hallmark", BEFORE)))
                .isEmpty();
    }

    @Test
    void a_node_that_took_long_to_boot_is_attested_again() {
        assertThat(whyNot(agent(AgentState.FAILED, "internal.verifier.not_reachable", AFTER)))
                .isEmpty();
    }

    private static Optional<String> whyNot(AgentState agent) {
        return Reactivation.whyNot(
                agent, Optional.of(() -> Optional.of(WRITTEN)), Optional.of(() -> Optional.of(WRITTEN)));
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
