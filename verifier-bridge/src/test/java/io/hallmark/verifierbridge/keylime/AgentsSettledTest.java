package io.hallmark.verifierbridge.keylime;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.PlanItem.Action;
import io.hallmark.baselines.publish.SecretFolder;
import io.hallmark.baselines.publish.Target;
import io.hallmark.testsupport.TestCertificates;
import io.hallmark.verifierbridge.keylime.RecordedVerifier.Answer;
import io.hallmark.verifierbridge.keylime.client.AgentState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes are attested again when the policy that refused them is gone, whenever it was written, and never otherwise. */
class AgentsSettledTest {
    private static final String POLICIES = "/v2.6/mbpolicies/";
    private static final String POLICY = POLICIES + "hallmark.grub.disk.lab";
    private static final String NOTE = POLICIES + "HALLMARK-WRITTEN.hallmark.grub.disk.lab";
    private static final String REACTIVATION = "/v2.6/agents/node-1/reactivate";

    @TempDir
    static Path folder;

    private static TestCertificates certificates;
    private static ApprovedState state;
    private RecordedVerifier verifier;

    @BeforeAll
    static void prepare() throws Exception {
        certificates = TestCertificates.in(Files.createDirectories(folder.resolve("certificates")));
        certificates.credential(folder.resolve("secrets"), "prod", "ca", "client");
        certificates.openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "sign.key");
        Files.copy(
                certificates.folder().resolve("sign.key"),
                Files.createDirectories(folder.resolve("secrets/signing")).resolve("key.pem"));
        state = RecordedStates.state(RecordedStates.baseline("grub", "disk-grub"));
    }

    @BeforeEach
    void start() {
        verifier = new RecordedVerifier(certificates.folder(), "server");
        verifier.answers("GET", "/versions", "01-versions")
                .answers(
                        "POST",
                        "/v2.6/verify/evidence",
                        results(Map.of(
                                "valid", false, "failures", List.of(Map.of("type", "measured_boot.policy_hallmark")))))
                .answers("GET", POLICIES, results(Map.of("mbpolicy names", List.of("hallmark.grub.disk.lab"))))
                .answers("GET", "/v2.6/agents/", results(Map.of("uuids", List.of("node-1"))))
                .answers("PUT", REACTIVATION, results(Map.of()));
    }

    @AfterEach
    void stop() {
        verifier.close();
    }

    @Test
    void when_a_policy_is_written_is_noted_before_by_the_clock_of_the_verifier() {
        verifier.answers("GET", POLICY, policy("{}"))
                .answers("POST", NOTE, results(Map.of()))
                .answers("PUT", POLICY, results(Map.of()));

        try (Target target = target()) {
            PlanItem item = target.plan(state).get(0);
            assertThat(item.action()).isEqualTo(Action.UPDATE);
            target.apply(item);
        }

        assertThat(verifier.lines()).endsWith("GET " + NOTE, "POST " + NOTE, "PUT " + POLICY);
        Map<String, Object> sent = PlainJson.readObject(
                "the request",
                verifier.requests()
                        .get(verifier.lines().indexOf("POST " + NOTE))
                        .body()
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(String.valueOf(sent.get("mb_policy"))).contains("\"policy\"", "\"time\"", "sha256:");
    }

    @Test
    void a_node_that_was_refused_before_the_policy_was_written_is_attested_again_though_an_earlier_run_wrote_it() {
        Instant written = noted(content());
        refused(written.minusSeconds(3600));

        assertThat(settled()).containsExactly("agent node-1 (grub/disk/lab) is attested again");
        assertThat(verifier.lines()).contains("PUT " + REACTIVATION);
    }

    @Test
    void a_node_that_the_policy_of_now_refused_stays_given_up_whatever_is_published_later() {
        Instant written = noted(content());
        refused(written.plusSeconds(3600));

        assertThat(settled())
                .singleElement()
                .asString()
                .startsWith("warning: agent node-1 (grub/disk/lab) is not attested any more: it was refused")
                .contains("by the policy that is held now, since " + written);
        assertThat(verifier.lines()).doesNotContain("PUT " + REACTIVATION);
    }

    @Test
    void a_note_of_another_policy_and_what_is_no_note_say_nothing() {
        Instant written = Instant.parse("2026-11-20T10:00:00Z");
        byte[] content = content();
        noted("another".getBytes(StandardCharsets.UTF_8));
        for (String note : List.of("", "[]", "{\"policy\": 1}", "{\"policy\": \"sha256:00\", \"time\": \"soon\"}")) {
            verifier.answers("GET", NOTE, policy(note));
        }
        verifier.answers("GET", POLICY, policy(new String(content, StandardCharsets.UTF_8)));
        refused(written.minusSeconds(3600));

        for (int i = 0; i < 5; i++) {
            assertThat(settled()).singleElement().asString().contains("it is not known whether by the policy");
        }
        assertThat(verifier.lines()).doesNotContain("PUT " + REACTIVATION);
    }

    @Test
    void a_node_of_which_only_the_runtime_policy_is_named_is_attested_again_too() throws IOException {
        verifier.answers("GET", "/v2.6/allowlists/", results(Map.of("runtimepolicy names", List.of())))
                .answers(
                        "GET",
                        "/v2.6/agents/?bulk=True",
                        results(Map.of(
                                "node-1",
                                Map.of(
                                        "operational_state",
                                        AgentState.FAILED,
                                        "last_event_id",
                                        "internal.verifier.not_reachable"))));
        ApprovedState runtime = RecordedStates.state(Map.of("runtime/compute.json", runtimePolicy()));

        try (Target target = target(
                "runtime-policies: runtime",
                "sign-with: signing",
                "agent-runtime-policies: {'node-*': hallmark.compute}")) {
            assertThat(target.settle(runtime, target.plan(runtime)))
                    .containsExactly("agent node-1 (hallmark.compute) is attested again");
        }

        assertThat(verifier.lines()).contains("PUT " + REACTIVATION);
    }

    private static String runtimePolicy() throws IOException {
        try (InputStream in = AgentsSettledTest.class.getResourceAsStream("runtime-policy.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_note_goes_with_its_policy() {
        verifier.answers("DELETE", NOTE, new Answer(204, new byte[0]))
                .answers("DELETE", POLICY, new Answer(204, new byte[0]));

        try (Target target = target()) {
            target.plan(RecordedStates.state()).forEach(target::apply);
        }

        assertThat(verifier.lines()).endsWith("DELETE " + NOTE, "DELETE " + POLICY);
    }

    /** What is published for the baseline; it is held from now on. */
    private byte[] content() {
        verifier.answers("GET", POLICY, policy("{}"));
        try (Target target = target()) {
            byte[] content = target.plan(state).get(0).content().orElseThrow();
            verifier.answers("GET", POLICY, policy(new String(content, StandardCharsets.UTF_8)));
            return content;
        }
    }

    /** The note that Hallmark itself writes for a policy, and the time in it. */
    private Instant noted(byte[] policy) {
        String digest = io.hallmark.measuredboot.digest.Bank.SHA256.hash(policy).toString();
        String time = "2026-11-20T10:00:00Z";
        verifier.answers("GET", NOTE, policy("{\"policy\":\"" + digest + "\",\"time\":\"" + time + "\"}"));
        return Instant.parse(time);
    }

    private void refused(Instant quote) {
        verifier.answers(
                "GET",
                "/v2.6/agents/?bulk=True",
                results(Map.of(
                        "node-1",
                        Map.of(
                                "operational_state",
                                9,
                                "last_event_id",
                                "measured_boot.policy_hallmark",
                                "last_received_quote",
                                quote.getEpochSecond()))));
    }

    private List<String> settled() {
        try (Target target = target()) {
            return target.settle(state, target.plan(state));
        }
    }

    private Target target() {
        return target("agents: {'node-*': grub/disk/lab}");
    }

    private Target target(String... more) {
        return new KeylimeKind()
                .open(
                        RecordedStates.settings(
                                Stream.concat(Stream.of("url: " + verifier.url(), "credentials: prod"), Stream.of(more))
                                        .toArray(String[]::new)),
                        new SecretFolder(folder.resolve("secrets")));
    }

    private static Answer policy(String text) {
        return results(Map.of("mb_policy", text));
    }

    private static Answer results(Map<String, Object> results) {
        return new Answer(200, CanonicalJson.write(Map.of("results", results)).getBytes(StandardCharsets.UTF_8));
    }
}
