package io.hallmark.verifierbridge.keylime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.verifierbridge.VerifierTargets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The settings of a target in {@code hallmark.yaml}. */
class KeylimeSettingsTest {
    private static final String URL = "url: https://verifier.example.org:8881";
    private static final String CREDENTIALS = "credentials: keylime-prod";

    @Test
    void the_kind_is_known() {
        assertThat(VerifierTargets.all(java.nio.file.Path.of("cache"), io.hallmark.baselines.delivery.Host.OF_USER))
                .extracting(kind -> kind.name())
                .contains("keylime");
    }

    @Test
    void url_and_credentials_are_enough() {
        KeylimeSettings settings = KeylimeSettings.of(RecordedStates.settings(URL, CREDENTIALS));

        assertThat(settings.policy()).isEqualTo("hallmark");
        assertThat(settings.names().of(RecordedStates.baseline("compute", "uki")))
                .isEqualTo("hallmark.compute.disk.lab");
    }

    @Test
    void wrong_settings_are_refused_with_their_place() {
        String[][] wrong = {
            {"url: http://verifier:8881", "must be https://HOST:PORT"},
            {"url: https://u:very-secret@verifier:8881", "must be https://HOST:PORT"},
            {"url: https://verifier:8881/v2", "must be https://HOST:PORT"},
            {"policy: exampel", "did you mean"},
            {"prefix: a.b", "is no prefix"},
            {"prefixx: a", "prefixx"},
            {"agents: {'a b': c/d/e}", "neither the id of an agent"},
            {"agents: {'a*': c}", "write image/chain/profile"},
            {"runtime-policies: runtime", "needs 'sign-with'"},
            {"tpm-policy: enroll", "did you mean"},
            {"tpm-policy: enrol", "needs 'registrar-url'"},
            {"tpm-policy: render", "needs 'agents'"},
            {"registrar-url: http://registrar:8891", "must be https://HOST:PORT"},
            {"tpm-policy-mixtures: refused", "did you mean"},
            {"agent-runtime-policies: {'a*': 'b/c'}", "can't be the name of a policy"},
        };
        for (String[] field : wrong) {
            String[] lines = field[0].startsWith("url:")
                    ? new String[] {field[0], CREDENTIALS}
                    : new String[] {URL, CREDENTIALS, field[0]};
            assertThatThrownBy(() -> KeylimeSettings.of(RecordedStates.settings(lines)))
                    .as(field[0])
                    .hasMessageStartingWith("hallmark.yaml:")
                    .hasMessageContaining(field[1])
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("very-secret"));
        }
    }

    @Test
    void the_longest_pattern_tells_the_baseline_of_an_agent() {
        AgentRules rules = KeylimeSettings.of(RecordedStates.settings(
                        URL, CREDENTIALS, "agents: {'*': i/c/any, 'rack-1*': i/c/rack, 'rack-17': i/c/one}"))
                .agents();

        assertThat(rules.find("rack-17")).contains("i/c/one");
        assertThat(rules.find("rack-18")).contains("i/c/rack");
        assertThat(rules.find("d432fbb3")).contains("i/c/any");
        assertThat(KeylimeSettings.of(RecordedStates.settings(URL, CREDENTIALS))
                        .agents()
                        .find("x"))
                .isEqualTo(Optional.empty());
    }
}
