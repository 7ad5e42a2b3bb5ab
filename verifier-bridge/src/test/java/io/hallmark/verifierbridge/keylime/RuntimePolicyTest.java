package io.hallmark.verifierbridge.keylime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.PlanItem.Action;
import io.hallmark.baselines.publish.SecretFolder;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.Target;
import io.hallmark.baselines.tls.MutualTls;
import io.hallmark.testsupport.TestCertificates;
import io.hallmark.verifierbridge.keylime.client.KeylimeServer;
import io.hallmark.verifierbridge.keylime.client.NamedPolicies;
import io.hallmark.verifierbridge.keylime.client.SignedPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runtime policies, to a verifier of Keylime itself that takes none without a valid signature. */
class RuntimePolicyTest {
    @TempDir
    Path folder;

    @Test
    void signed_policies_are_taken_kept_and_taken_away() throws Exception {
        TestCertificates certificates = TestCertificates.in(Files.createDirectories(folder.resolve("certificates")));
        certificates.openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "sign.key");
        certificates.credential(folder.resolve("secrets"), "prod", "ca", "client");
        Files.copy(
                certificates.folder().resolve("sign.key"),
                Files.createDirectories(folder.resolve("secrets/signing")).resolve("key.pem"));
        SecretStore secrets = new SecretFolder(folder.resolve("secrets"));
        try (RunningKeylime keylime = new RunningKeylime(
                Files.createDirectories(folder.resolve("keylime")),
                certificates,
                Map.of(
                        "measured_boot_policy_name", "hallmark",
                        "measured_boot_imports", "[\"hallmark_keylime\"]",
                        "measured_boot_evaluate", "always",
                        "require_allow_list_signatures", "True"))) {
            ApprovedState state =
                    RecordedStates.state(Map.of("runtime/compute.json", policy(), "runtime/README.md", "about"));

            assertThat(publish(keylime, secrets, state))
                    .extracting(PlanItem::action)
                    .containsExactly(Action.CREATE);
            assertThat(publish(keylime, secrets, state))
                    .extracting(PlanItem::action)
                    .containsExactly(Action.KEEP);

            NamedPolicies<SignedPolicy> policies = NamedPolicies.runtime(KeylimeServer.verifier(
                    keylime.url(), MutualTls.context(secrets, "prod", Optional.empty()), Duration.ofSeconds(30)));
            String held = policies.text("hallmark.compute").orElseThrow();
            SignedPolicy tampered =
                    Dsse.of(secrets, "signing").withKey(held.replace(base64(policy()), base64(changedPolicy())));
            assertThatThrownBy(() -> policies.put("hallmark.compute", tampered, true))
                    .hasMessageContaining("HTTP 401");

            ApprovedState changed = RecordedStates.state(Map.of("runtime/compute.json", changedPolicy()));
            assertThat(publish(keylime, secrets, changed))
                    .extracting(PlanItem::action)
                    .containsExactly(Action.UPDATE);
            assertThat(publish(keylime, secrets, RecordedStates.state()))
                    .extracting(PlanItem::action)
                    .containsExactly(Action.REMOVE);
            assertThat(policies.names()).isEmpty();
        }
    }

    @Test
    void what_is_no_runtime_policy_is_refused_before_anything_is_sent_and_keeps_no_other_out() throws Exception {
        TestCertificates certificates = TestCertificates.in(Files.createDirectories(folder.resolve("certificates")));
        certificates.openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "sign.key");
        Files.copy(
                certificates.folder().resolve("sign.key"),
                Files.createDirectories(folder.resolve("secrets/signing")).resolve("key.pem"));

        Map<String, PolicyContent> policies = RuntimePolicies.of(
                RecordedStates.state(Map.of(
                        "runtime/compute.json", "{\"meta\": {}}",
                        "runtime/good.json", policy(),
                        "runtime/two.json", policy(),
                        "runtime/more/two.json", policy(),
                        "runtime/a name.json", policy())),
                "runtime",
                new OwnNames("hallmark"),
                Dsse.of(new SecretFolder(folder.resolve("secrets")), "signing"));

        assertThat(policies.get("hallmark.compute").text()).isEmpty();
        assertThat(policies.get("hallmark.compute").words())
                .singleElement()
                .asString()
                .contains("runtime/compute.json is no runtime policy of Keylime: it has no 'release'");
        assertThat(policies.get("hallmark.two").text()).isEmpty();
        assertThat(policies.get("hallmark.two").words())
                .singleElement()
                .asString()
                .contains("runtime/two.json", "runtime/more/two.json", "rename all but one");
        assertThat(policies.get("runtime/a name.json").text()).isEmpty();
        assertThat(policies.get("hallmark.good").text()).isPresent();
        assertThat(policies).hasSize(4);
    }

    private static List<PlanItem> publish(RunningKeylime keylime, SecretStore secrets, ApprovedState state) {
        try (Target target = new KeylimeKind()
                .open(
                        RecordedStates.settings(
                                "url: " + keylime.url(),
                                "credentials: prod",
                                "runtime-policies: runtime",
                                "sign-with: signing"),
                        secrets)) {
            List<PlanItem> plan = target.plan(state);
            for (PlanItem item : plan) {
                if (item.changes()) {
                    target.apply(item);
                }
                assertThat(target.readBack(item).map(RuntimePolicyTest::text))
                        .isEqualTo(item.content().map(RuntimePolicyTest::text));
            }
            return plan;
        }
    }

    private static String policy() throws IOException {
        try (InputStream in = RuntimePolicyTest.class.getResourceAsStream("runtime-policy.json")) {
            return text(in.readAllBytes());
        }
    }

    private static String changedPolicy() throws IOException {
        String changed = policy().replace("\"release\": 7", "\"release\": 8");
        assertThat(changed).isNotEqualTo(policy());
        return changed;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
