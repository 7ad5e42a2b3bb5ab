package io.hallmark.verifierbridge.keylime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.PlanItem.Action;
import io.hallmark.baselines.publish.SecretFolder;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.Target;
import io.hallmark.baselines.tls.MutualTls;
import io.hallmark.testsupport.TestCertificates;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publication to a verifier of Keylime itself, which runs Hallmark's policy. */
class RealVerifierTest {
    private static final BaselineDocument GRUB = RecordedStates.baseline("grub", "disk-grub");
    private static final BaselineDocument GRUB_ROLLING =
            RecordedStates.baseline("grub", "disk-grub-kernel", "disk-grub");
    private static final BaselineDocument UKI = RecordedStates.baseline("uki", "uki");

    @TempDir
    static Path folder;

    private static TestCertificates certificates;
    private static RunningKeylime keylime;
    private static SecretStore secrets;

    @BeforeAll
    static void start() throws Exception {
        certificates = TestCertificates.in(Files.createDirectories(folder.resolve("certificates")));
        certificates.credential(folder.resolve("secrets"), "prod", "ca", "client");
        certificates.credential(folder.resolve("secrets"), "wrong-ca", "other-ca", "client");
        certificates.credential(folder.resolve("secrets"), "stranger", "ca", "stranger");
        secrets = new SecretFolder(folder.resolve("secrets"));
        keylime = new RunningKeylime(
                Files.createDirectories(folder.resolve("keylime")),
                certificates,
                Map.of(
                        "measured_boot_policy_name", "hallmark",
                        "measured_boot_imports", "[\"hallmark_keylime\"]",
                        "measured_boot_evaluate", "always"));
    }

    @AfterAll
    static void stop() {
        if (keylime != null) {
            keylime.close();
        }
    }

    @BeforeEach
    void empty() {
        NamedPolicies<String> policies = policies();
        policies.names().forEach(policies::delete);
    }

    @Test
    void a_publication_creates_policies_that_read_back_byte_for_byte() {
        ApprovedState state = RecordedStates.state(GRUB, UKI);

        List<PlanItem> plan = publish(state);

        assertThat(plan).extracting(PlanItem::action).containsOnly(Action.CREATE);
        assertThat(policies().names()).containsExactlyInAnyOrder("hallmark.grub.disk.lab", "hallmark.uki.disk.lab");
    }

    @Test
    void the_same_publication_again_changes_nothing() {
        ApprovedState state = RecordedStates.state(GRUB, UKI);
        publish(state);

        assertThat(publish(state)).extracting(PlanItem::action).containsOnly(Action.KEEP);
    }

    @Test
    void what_changed_is_replaced_and_what_is_gone_is_removed() {
        publish(RecordedStates.state(GRUB, UKI));
        String before = policies().text("hallmark.grub.disk.lab").orElseThrow();

        List<PlanItem> plan = publish(RecordedStates.state(GRUB_ROLLING));

        assertThat(plan).extracting(PlanItem::action).containsExactly(Action.UPDATE, Action.REMOVE);
        assertThat(policies().names()).containsExactly("hallmark.grub.disk.lab");
        assertThat(policies().text("hallmark.grub.disk.lab").orElseThrow()).isNotEqualTo(before);
    }

    @Test
    void policies_of_other_people_are_left_alone() {
        policies().put("web-tier", "{}", false);
        policies().put("hallmark-of-others", "{}", false);
        policies().put("hallmarks.grub.disk.lab", "{}", false);

        publish(RecordedStates.state(GRUB));
        publish(RecordedStates.state());

        assertThat(policies().names())
                .containsExactlyInAnyOrder("web-tier", "hallmark-of-others", "hallmarks.grub.disk.lab");
        assertThat(policies().text("web-tier")).contains("{}");
    }

    @Test
    void what_somebody_changed_by_hand_is_put_right() {
        publish(RecordedStates.state(GRUB));
        policies().put("hallmark.grub.disk.lab", "{}", true);

        assertThat(publish(RecordedStates.state(GRUB)))
                .extracting(PlanItem::action)
                .containsOnly(Action.UPDATE);
    }

    @Test
    void a_verifier_that_is_killed_in_the_middle_is_brought_there_by_the_next_run() {
        ApprovedState state = RecordedStates.state(GRUB, UKI);
        try (Target target = target("credentials: prod")) {
            List<PlanItem> plan = target.plan(state);
            target.apply(plan.get(0));
            keylime.killVerifier();

            assertThatThrownBy(() -> target.apply(plan.get(1)))
                    .isInstanceOfSatisfying(
                            BaselinesException.class,
                            e -> assertThat(e.remote()).isTrue())
                    .hasMessageContaining("hallmark.uki.disk.lab: ");
        } finally {
            keylime.startVerifier();
        }

        assertThat(publish(state)).extracting(PlanItem::action).containsExactly(Action.KEEP, Action.CREATE);
        assertThat(publish(state)).extracting(PlanItem::action).containsOnly(Action.KEEP);
    }

    @Test
    void a_server_of_another_authority_is_refused() {
        assertThatThrownBy(() -> plan("credentials: wrong-ca"))
                .isInstanceOfSatisfying(
                        BaselinesException.class, e -> assertThat(e.remote()).isFalse())
                .hasMessageContaining("not from an authority in ca.pem");
    }

    @Test
    void a_client_certificate_of_another_authority_is_refused_by_the_server() {
        // With TLS 1.3 the server's alert may be overtaken by the end of the connection, which is then tried again.
        Throwable refusal = catchThrowable(() -> plan("credentials: stranger"));
        for (int i = 0; i < 20 && refusal instanceof BaselinesException e && e.remote(); i++) {
            refusal = catchThrowable(() -> plan("credentials: stranger"));
        }
        assertThat(refusal)
                .isInstanceOfSatisfying(
                        BaselinesException.class, e -> assertThat(e.remote()).isFalse())
                .hasMessageContaining("the server refuses the client certificate")
                .hasMessageContaining("trusted_client_ca");
    }

    @Test
    void a_server_under_another_name_is_refused_unless_the_name_is_expected() {
        assertThatThrownBy(() -> plan("credentials: prod", "server-name: verifier.example.org"))
                .hasMessageContaining("not for verifier.example.org");

        assertThat(plan("credentials: prod", "server-name: localhost")).isEmpty();
    }

    @Test
    void a_node_that_could_not_be_reached_is_attested_again_once_its_policy_is_held() throws Exception {
        String agent = "d432fbb3-d2f1-4a97-9ef7-75bd81c00000";
        publish(RecordedStates.state(GRUB));
        enrol(agent, "hallmark.grub.disk.lab");
        Agents agents = new Agents(server());
        for (int i = 0; i < 300 && !agents.state(agent).orElseThrow().givenUp(); i++) {
            RunningKeylime.pause();
        }
        assertThat(agents.state(agent).orElseThrow().lastEvent()).contains("internal.verifier.not_reachable");

        ApprovedState state = RecordedStates.state(GRUB_ROLLING);
        try (Target target = target("credentials: prod", "agents: {'d432*': grub/disk/lab, 'x*': gone/disk/lab}")) {
            List<PlanItem> plan = target.plan(state);
            target.apply(plan.get(0));

            assertThat(target.settle(state, plan))
                    .containsExactly(
                            "warning: 'agents' names a baseline that is not there: 'x*': gone/disk/lab",
                            "agent " + agent + " (grub/disk/lab) is attested again");
        }

        assertThatThrownBy(() -> policies().delete("hallmark.grub.disk.lab"))
                .hasMessageContaining("agents use the policy");
        agents.delete(agent);
        for (int i = 0; i < 300 && agents.state(agent).isPresent(); i++) {
            RunningKeylime.pause();
        }
    }

    /** As keylime_tenant does it; nothing answers under the node's address. */
    private static void enrol(String agent, String policy) throws Exception {
        Map<?, ?> recorded =
                (Map<?, ?>) RecordedVerifier.object("62-agent-create-by-name").get("request");
        Map<Object, Object> body = new HashMap<>((Map<?, ?>) recorded.get("body"));
        body.put("mb_policy_name", policy);
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

    private static List<PlanItem> plan(String... lines) {
        try (Target target = target(lines)) {
            return target.plan(RecordedStates.state());
        }
    }

    /** As a publication does it. */
    private static List<PlanItem> publish(ApprovedState state) {
        try (Target target = target("credentials: prod")) {
            List<PlanItem> plan = target.plan(state);
            for (PlanItem item : plan) {
                if (item.changes()) {
                    target.apply(item);
                }
                Optional<byte[]> held = target.readBack(item);
                assertThat(held.map(bytes -> new String(bytes, StandardCharsets.UTF_8)))
                        .isEqualTo(item.content().map(bytes -> new String(bytes, StandardCharsets.UTF_8)));
            }
            target.settle(state, plan);
            return plan;
        }
    }

    private static Target target(String... lines) {
        String[] all = new String[lines.length + 1];
        all[0] = "url: " + keylime.url();
        System.arraycopy(lines, 0, all, 1, lines.length);
        return new KeylimeKind().open(RecordedStates.settings(all), secrets);
    }

    private static NamedPolicies<String> policies() {
        return NamedPolicies.measuredBoot(server());
    }

    private static KeylimeServer server() {
        return KeylimeServer.verifier(
                keylime.url(), MutualTls.context(secrets, "prod", Optional.empty()), Duration.ofSeconds(30));
    }
}
