package io.hallmark.verifierbridge.keylime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.PlanItem.Action;
import io.hallmark.baselines.publish.SecretFolder;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.Target;
import io.hallmark.baselines.tls.MutualTls;
import io.hallmark.testsupport.TestCertificates;
import io.hallmark.verifierbridge.keylime.client.AgentState;
import io.hallmark.verifierbridge.keylime.client.Agents;
import io.hallmark.verifierbridge.keylime.client.KeylimeServer;
import io.hallmark.verifierbridge.keylime.client.NamedPolicies;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that are enrolled anew at a verifier of Keylime itself, with keys that its registrar has seen proven. */
class RealEnrolmentTest {
    private static final BaselineDocument GRUB = RecordedStates.baseline("grub", "disk-grub");
    private static final BaselineDocument ROLLING = RecordedStates.baseline("grub", "disk-grub-kernel", "disk-grub");
    private static final String REGISTERED = "d432fbb3-d2f1-4a97-9ef7-75bd81c00001";
    private static final String UNKNOWN = "d432fbb3-d2f1-4a97-9ef7-75bd81c00002";
    private static final String NOTE = "HALLMARK-ENROLLING.hallmark." + REGISTERED;

    @TempDir
    static Path folder;

    private static RunningKeylime keylime;
    private static SecretStore secrets;
    private static String certificate;

    @BeforeAll
    static void start() throws Exception {
        TestCertificates certificates = TestCertificates.in(Files.createDirectories(folder.resolve("certificates")));
        certificates.credential(folder.resolve("secrets"), "prod", "ca", "client");
        certificate = Files.readString(certificates.folder().resolve("server.pem"));
        secrets = new SecretFolder(folder.resolve("secrets"));
        keylime = new RunningKeylime(
                Files.createDirectories(folder.resolve("keylime")),
                certificates,
                Map.of(
                        "measured_boot_policy_name", "hallmark",
                        "measured_boot_imports", "[\"hallmark_keylime\"]",
                        "measured_boot_evaluate", "always"));
        RegisteredNode.register(keylime, REGISTERED, certificate, folder.resolve("node"));
    }

    @AfterAll
    static void stop() {
        if (keylime != null) {
            keylime.close();
        }
    }

    @AfterEach
    void empty() {
        for (String agent : agents().ids()) {
            agents().delete(agent);
            for (int i = 0; i < 300 && agents().state(agent).isPresent(); i++) {
                RunningKeylime.pause();
            }
        }
        policies().names().forEach(policies()::delete);
    }

    @Test
    void an_agent_gets_the_tpm_policy_of_its_baseline_and_keeps_what_is_not_a_policy() throws Exception {
        publish(RecordedStates.state(GRUB), "tpm-policy: none");
        enrol(REGISTERED);

        List<PlanItem> plan = publish(RecordedStates.state(GRUB), "tpm-policy: enrol");

        PlanItem agent = item(plan, REGISTERED);
        assertThat(agent.action()).isEqualTo(Action.UPDATE);
        assertThat(agent.words())
                .anySatisfy(line -> assertThat(line)
                        .contains("revocation_key")
                        .contains("payload key (v)")
                        .contains("in between the node is not attested"));
        AgentState enrolled = agents().state(REGISTERED).orElseThrow();
        assertThat(PlainJson.readObject("policy", enrolled.tpmPolicy().getBytes(StandardCharsets.UTF_8)))
                .containsEntry("mask", "0xfbff")
                .containsKey("4");
        assertThat(enrolled.enrolment().hasMeasuredBootPolicy()).isTrue();
        assertThat(enrolled.enrolment().members())
                .containsEntry("meta_data", "{\"rack\": 17}")
                .containsEntry("ip", "127.0.0.1");
        assertThat(policies().names()).doesNotContain(NOTE);
        assertThatThrownBy(() -> policies().delete("hallmark.grub.disk.lab"))
                .hasMessageContaining("agents use the policy");

        assertThat(item(publish(RecordedStates.state(GRUB), "tpm-policy: enrol"), REGISTERED)
                        .action())
                .isEqualTo(Action.KEEP);
        assertThat(item(publish(RecordedStates.state(ROLLING), "tpm-policy: enrol"), REGISTERED)
                        .action())
                .isEqualTo(Action.UPDATE);
    }

    @Test
    void an_agent_that_a_killed_run_has_removed_is_enrolled_again_by_the_next_one() throws Exception {
        publish(RecordedStates.state(GRUB), "tpm-policy: none");
        enrol(REGISTERED);
        AgentState before = agents().state(REGISTERED).orElseThrow();
        new EnrolmentNotes(policies(), new OwnNames("hallmark")).write(REGISTERED, before.enrolment());
        new Removal(agents(), Duration.ofSeconds(60), duration -> RunningKeylime.pause()).of(REGISTERED);
        keylime.killVerifier();
        keylime.startVerifier();

        List<PlanItem> plan = publish(RecordedStates.state(GRUB), "tpm-policy: enrol");

        assertThat(item(plan, REGISTERED).action()).isEqualTo(Action.CREATE);
        assertThat(agents().state(REGISTERED).orElseThrow().enrolment().members())
                .containsEntry("meta_data", "{\"rack\": 17}");
        assertThat(policies().names()).doesNotContain(NOTE);
    }

    @Test
    void a_note_that_a_killed_run_has_left_of_an_agent_that_is_right_goes() throws Exception {
        publish(RecordedStates.state(GRUB), "tpm-policy: none");
        enrol(REGISTERED);
        publish(RecordedStates.state(GRUB), "tpm-policy: enrol");
        new EnrolmentNotes(policies(), new OwnNames("hallmark"))
                .write(REGISTERED, agents().state(REGISTERED).orElseThrow().enrolment());

        assertThat(item(publish(RecordedStates.state(GRUB), "tpm-policy: enrol"), REGISTERED)
                        .action())
                .isEqualTo(Action.KEEP);
        assertThat(policies().names()).doesNotContain(NOTE);
    }

    @Test
    void agents_that_can_not_be_enrolled_again_stay_and_those_that_nobody_enrolled_are_not() throws Exception {
        publish(RecordedStates.state(GRUB), "tpm-policy: none");
        enrol(UNKNOWN);

        try (Target target = target("tpm-policy: enrol")) {
            List<PlanItem> plan = target.plan(RecordedStates.state(GRUB));

            assertThat(item(plan, UNKNOWN).action()).isEqualTo(Action.REFUSED);
            assertThat(item(plan, UNKNOWN).words().get(0)).contains("the registrar does not know the agent");
            assertThat(plan).noneMatch(item -> item.name().endsWith(REGISTERED));
        }
        assertThat(agents().state(UNKNOWN)).isPresent();
    }

    @Test
    void who_only_wants_to_know_is_told_which_agents_have_another_policy() throws Exception {
        publish(RecordedStates.state(GRUB), "tpm-policy: none");
        enrol(REGISTERED);

        try (Target target = target("tpm-policy: render")) {
            List<PlanItem> plan = target.plan(RecordedStates.state(GRUB));
            assertThat(plan).noneMatch(item -> item.name().startsWith("agent/"));
            assertThat(target.settle(RecordedStates.state(GRUB), plan))
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("warning: agent " + REGISTERED)
                            .contains("has another tpm_policy than its baseline"));
        }
    }

    private static PlanItem item(List<PlanItem> plan, String agent) {
        return plan.stream()
                .filter(item -> item.name().equals("agent/" + agent))
                .findFirst()
                .orElseThrow();
    }

    /** As a publication does it. */
    private static List<PlanItem> publish(ApprovedState state, String use) {
        try (Target target = target(use)) {
            List<PlanItem> plan = target.plan(state);
            for (PlanItem item : plan) {
                if (item.changes()) {
                    target.apply(item);
                    assertThat(target.readBack(item).map(bytes -> new String(bytes, StandardCharsets.UTF_8)))
                            .isEqualTo(item.content().map(bytes -> new String(bytes, StandardCharsets.UTF_8)));
                }
            }
            target.settle(state, plan);
            return plan;
        }
    }

    private static Target target(String use) {
        return new KeylimeKind()
                .open(
                        RecordedStates.settings(
                                "url: " + keylime.url(),
                                "credentials: prod",
                                "registrar-url: " + keylime.registrarUrl(),
                                "agents: {'d432*': grub/disk/lab}",
                                use),
                        secrets);
    }

    /** As keylime_tenant does it; nothing answers under the node's address. */
    private static void enrol(String agent) throws Exception {
        Map<?, ?> recorded =
                (Map<?, ?>) RecordedVerifier.object("62-agent-create-by-name").get("request");
        Map<Object, Object> body = new HashMap<>((Map<?, ?>) recorded.get("body"));
        body.put("mb_policy_name", "hallmark.grub.disk.lab");
        body.put("metadata", "{\"rack\": 17}");
        body.put("mtls_cert", certificate);
        body.put("cloudagent_port", 1);
        HttpResponse<String> answer = HttpClient.newBuilder()
                .sslContext(MutualTls.context(secrets, "prod", Optional.empty()))
                .build()
                .send(
                        HttpRequest.newBuilder(keylime.url().resolve("/v2.4/agents/" + agent))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(CanonicalJson.write(body)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static Agents agents() {
        return new Agents(server());
    }

    private static NamedPolicies<String> policies() {
        return NamedPolicies.measuredBoot(server());
    }

    private static KeylimeServer server() {
        return KeylimeServer.verifier(
                keylime.url(), MutualTls.context(secrets, "prod", Optional.empty()), Duration.ofSeconds(30));
    }
}
