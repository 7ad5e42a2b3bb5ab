package io.hallmark.verifierbridge.keylime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.EvidenceDocument;
import io.hallmark.baselines.document.EvidenceDocument.Observation;
import io.hallmark.baselines.publish.SecretFolder;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.Target;
import io.hallmark.testsupport.TestCertificates;
import io.hallmark.verifierbridge.keylime.evidence.VerifierLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Keylime's own log says of agents that it polls. */
class AgentEvidenceTest {
    private static final BaselineDocument ROLLING = RecordedStates.baseline("grub", "disk-grub-kernel", "disk-grub");
    private static final String POLICY = "hallmark.grub.disk.lab";

    @TempDir
    Path folder;

    private TestCertificates certificates;
    private RunningKeylime keylime;
    private Administrator administrator;

    @BeforeEach
    void start() throws Exception {
        certificates = TestCertificates.in(Files.createDirectories(folder.resolve("certificates")));
        certificates.credential(folder.resolve("secrets"), "prod", "ca", "client");
        SecretStore secrets = new SecretFolder(folder.resolve("secrets"));
        keylime = new RunningKeylime(
                Files.createDirectories(folder.resolve("keylime")),
                certificates,
                Map.of(
                        "measured_boot_policy_name", "hallmark",
                        "measured_boot_imports", "[\"hallmark_keylime\"]",
                        "measured_boot_evaluate", "always"));
        administrator = new Administrator(keylime, secrets, "prod");
        try (Target target = new KeylimeKind()
                .open(RecordedStates.settings("url: " + keylime.url(), "credentials: prod"), secrets)) {
            target.plan(RecordedStates.state(ROLLING)).forEach(target::apply);
        }
    }

    @AfterEach
    void stop() {
        if (keylime != null) {
            keylime.close();
        }
    }

    @Test
    void agents_show_the_set_that_they_booted_and_none_when_they_are_refused_or_lie() throws Exception {
        assertThat(attested("old", "disk-grub", "disk-grub")).isTrue();
        assertThat(attested("new", "disk-grub-kernel", "disk-grub-kernel")).isTrue();
        assertThat(attested("other", "disk-grub-initrd", "disk-grub-initrd")).isFalse();
        assertThat(attested("liar", "disk-grub-initrd", "disk-grub-kernel")).isFalse();

        EvidenceDocument evidence = evidence();

        assertThat(evidence.observations())
                .allMatch(seen -> seen.isOf(ROLLING))
                .extracting(Observation::node, Observation::set)
                .containsExactly(
                        tuple("liar", Optional.empty()),
                        tuple("new", fingerprint(0)),
                        tuple("old", fingerprint(1)),
                        tuple("other", Optional.empty()));
    }

    @Test
    void what_anybody_sends_without_being_an_agent_is_no_evidence() throws Exception {
        Map<String, Object> sent = QuotedBoot.evidence(
                RecordedStates.boot("disk-grub").log(), Files.createDirectories(folder.resolve("stranger")));
        assertThat(administrator.judge(sent, administrator.policy(POLICY)).valid())
                .isTrue();
        assertThat(attested("old", "disk-grub", "disk-grub")).isTrue();

        assertThat(evidence().observations()).extracting(Observation::node).containsExactly("old");
    }

    private static Optional<String> fingerprint(int set) {
        return Optional.of(ROLLING.accepted().get(set).fingerprint());
    }

    private boolean attested(String id, String booted, String told) throws Exception {
        Path node = Files.createDirectories(folder.resolve(id));
        try (QuotedBoot boot = QuotedBoot.start(RecordedStates.boot(booted).log(), node);
                PolledAgent agent = new PolledAgent(
                        administrator,
                        certificates,
                        boot,
                        RecordedStates.boot(told).log(),
                        node)) {
            return agent.attested(id, POLICY);
        }
    }

    private EvidenceDocument evidence() throws IOException {
        try (InputStream log = Files.newInputStream(keylime.verifierLog())) {
            return VerifierLog.read("verifier.log", log, Instant.now());
        }
    }
}
