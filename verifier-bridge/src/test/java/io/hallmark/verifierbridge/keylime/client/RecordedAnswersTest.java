package io.hallmark.verifierbridge.keylime.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.publish.SecretFolder;
import io.hallmark.baselines.tls.MutualTls;
import io.hallmark.testsupport.TestCertificates;
import io.hallmark.verifierbridge.keylime.RecordedVerifier;
import io.hallmark.verifierbridge.keylime.RecordedVerifier.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against answers that verifiers gave. */
class RecordedAnswersTest {
    private static final String POLICY = "/v2.6/mbpolicies/web-tier";
    private static final String RUNTIME = "/v2.6/allowlists/signed-ecdsa";
    private static final String AGENT = "d432fbb3-d2f1-4a97-9ef7-75bd81c00000";

    @TempDir
    static Path folder;

    private static TestCertificates certificates;
    private static SSLContext tls;
    private RecordedVerifier verifier;

    @BeforeAll
    static void certificates() throws Exception {
        certificates = TestCertificates.in(Files.createDirectories(folder.resolve("certificates")));
        certificates.credential(folder.resolve("secrets"), "prod", "ca", "client");
        tls = MutualTls.context(new SecretFolder(folder.resolve("secrets")), "prod", Optional.empty());
    }

    @BeforeEach
    void start() {
        verifier = new RecordedVerifier(certificates.folder(), "server");
    }

    @AfterEach
    void stop() {
        verifier.close();
    }

    @Test
    void the_newest_version_below_3_that_both_know_is_used() {
        verifier.answers("GET", "/versions", "01-versions");

        assertThat(server().version()).isEqualTo("2.6");
    }

    @Test
    void a_verifier_in_push_mode_does_not_tell_and_is_asked_for_a_list() {
        verifier.answers("GET", "/versions", "p01-push-versions-410")
                .answers("GET", "/v2.5/mbpolicies/", "20-mbpolicy-unsupported-api-version")
                .answers("GET", "/v2.4/mbpolicies/", "p02-push-mbpolicies-list-v2.6");

        assertThat(server().version()).isEqualTo("2.4");
    }

    @Test
    void a_verifier_that_is_too_old_is_told_about() {
        verifier.answers("GET", "/versions", json(200, "{\"results\": {\"supported_versions\": [\"1.0\", \"2.1\"]}}"));

        assertThatThrownBy(() -> server().version()).hasMessageContaining("Keylime 7.12 or newer is needed");
    }

    @Test
    void names_come_from_a_member_with_a_space() {
        verifier.answers("GET", "/v2.6/mbpolicies/", "05-mbpolicies-list");

        assertThat(measuredBoot().names()).containsExactly("web-tier");
    }

    @Test
    void a_policy_that_is_not_there_is_none() {
        verifier.answers("GET", POLICY, "09-mbpolicy-get-missing-404");

        assertThat(measuredBoot().text("web-tier")).isEmpty();
    }

    @Test
    void a_policy_that_appeared_meanwhile_is_replaced() {
        verifier.answers("POST", POLICY, "04-mbpolicy-create-again-conflict")
                .answers("PUT", POLICY, json(201, "{\"results\": {}}"));

        measuredBoot().put("web-tier", "{}", false);

        assertThat(verifier.lines()).endsWith("POST " + POLICY, "PUT " + POLICY);
    }

    @Test
    void a_policy_that_is_gone_meanwhile_is_made_although_keylime_says_conflict() {
        verifier.answers("PUT", POLICY, "08-mbpolicy-update-missing-409")
                .answers("POST", POLICY, json(201, "{\"results\": {}}"));

        measuredBoot().put("web-tier", "{}", true);

        assertThat(verifier.lines()).endsWith("PUT " + POLICY, "POST " + POLICY);
    }

    @Test
    void a_runtime_policy_that_is_gone_meanwhile_is_made_although_keylime_says_not_found() {
        verifier.answers("PUT", RUNTIME, "45-allowlist-update-missing-404")
                .answers("POST", RUNTIME, "52-allowlist-create-dsse-ecdsa");

        NamedPolicies.runtime(server()).put("signed-ecdsa", new SignedPolicy("{}", "key"), true);

        assertThat(verifier.lines()).endsWith("PUT " + RUNTIME, "POST " + RUNTIME);
    }

    @Test
    void a_runtime_policy_that_is_refused_is_refused_in_keylimes_words() {
        verifier.answers("POST", RUNTIME, "48-allowlist-create-schema-violation-400");

        assertThatThrownBy(
                        () -> NamedPolicies.runtime(server()).put("signed-ecdsa", new SignedPolicy("{}", "key"), false))
                .hasMessageContaining("HTTP 400: Runtime policy is malformatted: 'XYZ' does not match");
    }

    @Test
    void a_policy_that_agents_use_is_not_removed_whether_keylime_says_so_or_fails() {
        verifier.answers("DELETE", POLICY, "68-mbpolicy-delete-in-use-409")
                .answers("DELETE", POLICY, "69-mbpolicy-delete-in-use-by-two-agents")
                .answers("GET", POLICY, json(200, "{\"results\": {\"mb_policy\": \"{}\"}}"));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> measuredBoot().delete("web-tier"))
                    .isInstanceOfSatisfying(
                            BaselinesException.class, e -> assertThat(e.inUse()).isTrue())
                    .hasMessageContaining("agents use the policy");
        }
    }

    @Test
    void a_verifier_that_fails_to_remove_a_policy_and_to_tell_it_is_a_failure_that_may_pass() {
        verifier.answers("DELETE", POLICY, "69-mbpolicy-delete-in-use-by-two-agents")
                .answers("GET", POLICY, "24-v3-refstates-list-500");

        assertThatThrownBy(() -> measuredBoot().delete("web-tier"))
                .isInstanceOfSatisfying(
                        BaselinesException.class, e -> assertThat(e.remote()).isTrue());
    }

    @Test
    void a_policy_that_is_gone_after_a_failure_to_remove_it_is_removed() {
        verifier.answers("DELETE", POLICY, "69-mbpolicy-delete-in-use-by-two-agents")
                .answers("GET", POLICY, "09-mbpolicy-get-missing-404");

        measuredBoot().delete("web-tier");
    }

    @Test
    void a_policy_that_is_removed_already_is_removed() {
        verifier.answers("DELETE", POLICY, "31-mbpolicy-delete-204")
                .answers("DELETE", POLICY, "10-mbpolicy-delete-missing-404");

        measuredBoot().delete("web-tier");
        measuredBoot().delete("web-tier");
    }

    @Test
    void a_certificate_that_does_not_count_is_told_about_and_not_tried_again() {
        verifier.answers("GET", "/v2.6/mbpolicies/", "18-mbpolicy-no-client-cert-403")
                .answers("GET", "/v2.6/mbpolicies/", "19-mbpolicy-bearer-header-401");

        for (String status : new String[] {"HTTP 403: Action list_mb_policies requires", "HTTP 401: Invalid"}) {
            assertThatThrownBy(() -> measuredBoot().names())
                    .isInstanceOfSatisfying(
                            BaselinesException.class,
                            e -> assertThat(e.remote()).isFalse())
                    .hasMessageContaining(status)
                    .hasMessageContaining("trusted_client_ca");
        }
    }

    @Test
    void an_error_without_a_word_may_pass() {
        verifier.answers("GET", "/v2.6/mbpolicies/", "24-v3-refstates-list-500");

        assertThatThrownBy(() -> measuredBoot().names())
                .isInstanceOfSatisfying(
                        BaselinesException.class, e -> assertThat(e.remote()).isTrue())
                .hasMessageEndingWith("HTTP 500 without an explanation");
    }

    @Test
    void an_agent_is_read_as_far_as_it_matters() {
        verifier.answers("GET", "/v2.6/agents/", "65-agents-list")
                .answers("GET", "/v2.6/agents/" + AGENT, "63-agent-get")
                .answers("GET", "/v2.6/agents/" + AGENT, "72-agent-get-after-policy-violation");
        Agents agents = new Agents(server());

        assertThat(agents.ids()).containsExactly(AGENT);
        assertThat(agents.state(AGENT).orElseThrow().givenUp()).isFalse();
        AgentState refused = agents.state(AGENT).orElseThrow();
        assertThat(refused.givenUp()).isTrue();
        assertThat(refused.lastEvent()).contains("measured_boot.policy_example");
        assertThat(refused.lastQuote().orElseThrow().getEpochSecond()).isEqualTo(1795578397L);
    }

    @Test
    void a_reactivation_has_neither_content_nor_a_type_of_it() {
        verifier.answers("PUT", "/v2.6/agents/" + AGENT + "/reactivate", "74b-agent-reactivate");

        new Agents(server()).reactivate(AGENT);

        RecordedVerifier.Request request =
                verifier.requests().get(verifier.requests().size() - 1);
        assertThat(request.body()).isEmpty();
        assertThat(request.headers()).doesNotContainKey("Content-type");
    }

    @Test
    void no_request_has_an_authorization_header() {
        verifier.answers("GET", "/v2.6/mbpolicies/", "18-mbpolicy-no-client-cert-403");

        assertThatThrownBy(() -> measuredBoot().names()).isInstanceOf(BaselinesException.class);

        assertThat(verifier.requests())
                .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("Authorization"));
    }

    @Test
    void names_that_keylime_would_store_otherwise_are_refused_before_they_are_sent() {
        for (String name : new String[] {"a b", "a/b", "", "ä", "a%20b", "..", "x".repeat(256)}) {
            assertThatThrownBy(() -> measuredBoot().put(name, "{}", false)).hasMessageContaining("can't be the name");
        }
        assertThat(verifier.lines()).isEmpty();
    }

    @Test
    void what_is_no_answer_of_keylime_is_a_failure_of_the_other_side() {
        String deep = "[".repeat(1000) + "]".repeat(1000);
        for (String body : new String[] {"<html>", "[]", "{\"results\": []}", "{}", "{\"results\": " + deep + "}"}) {
            verifier.answers("GET", "/v2.6/mbpolicies/", json(200, body));
        }
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> measuredBoot().names())
                    .isInstanceOfSatisfying(
                            BaselinesException.class,
                            e -> assertThat(e.remote()).isTrue());
        }
    }

    @Test
    void an_answer_without_an_end_is_cut_off() {
        verifier.answers(
                "GET",
                "/v2.6/mbpolicies/",
                new Answer(200, new byte[io.hallmark.baselines.tls.Connection.MOST_BYTES + 1]));

        assertThatThrownBy(() -> measuredBoot().names())
                .isInstanceOfSatisfying(
                        BaselinesException.class, e -> assertThat(e.remote()).isTrue())
                .hasMessageContaining("the answer has more than");
    }

    @Test
    void what_the_other_side_says_is_one_line() {
        verifier.answers(
                "GET",
                "/v2.6/mbpolicies/",
                json(400, "{\"status\": \"first\\nsecond \\u001b[31m" + "x".repeat(5000) + "\"}"));

        assertThatThrownBy(() -> measuredBoot().names())
                .satisfies(e -> assertThat(e.getMessage())
                        .doesNotContain("\n", "\u001b")
                        .hasSizeLessThan(500));
    }

    @Test
    void a_server_for_another_name_is_refused() {
        try (RecordedVerifier misnamed = new RecordedVerifier(certificates.folder(), "misnamed")) {
            assertThatThrownBy(() -> KeylimeServer.verifier(misnamed.url(), tls, Duration.ofSeconds(20))
                            .version())
                    .isInstanceOfSatisfying(
                            BaselinesException.class,
                            e -> assertThat(e.remote()).isFalse())
                    .hasMessageContaining("the server's certificate is refused")
                    .hasMessageContaining("server-name");
            misnamed.answers("GET", "/versions", "01-versions");
            SSLContext named = MutualTls.context(
                    new SecretFolder(folder.resolve("secrets")), "prod", Optional.of("verifier.example.org"));
            assertThat(KeylimeServer.verifier(misnamed.url(), named, Duration.ofSeconds(20))
                            .version())
                    .isEqualTo("2.6");
        }
    }

    private KeylimeServer server() {
        verifier.answers("GET", "/versions", "01-versions");
        return KeylimeServer.verifier(verifier.url(), tls, Duration.ofSeconds(20));
    }

    private NamedPolicies<String> measuredBoot() {
        return NamedPolicies.measuredBoot(server());
    }

    private static Answer json(int status, String text) {
        return new Answer(status, text.getBytes(StandardCharsets.UTF_8));
    }
}
