package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.testsupport.Fixtures;
import io.hallmark.testsupport.TestCertificates;
import io.hallmark.verifierbridge.keylime.RunningKeylime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole run against Keylime itself, with an encrypted key for TLS and a key that signs runtime policies: nothing of keys
 * and passwords is in what anybody but their owner can read.
 */
class KeylimeSecretsTest {
    @TempDir
    Path folder;

    private final ShownTexts shown = new ShownTexts();
    private Team team;
    private TestCertificates certificates;
    private RunningKeylime keylime;
    private Path image;

    @BeforeEach
    void start() throws Exception {
        team = new Team(folder);
        certificates = TestCertificates.in(Files.createDirectories(folder.resolve("certificates")));
        credentials();
        keylime = new RunningKeylime(
                Files.createDirectories(folder.resolve("keylime")),
                certificates,
                Map.of(
                        "measured_boot_policy_name", "hallmark",
                        "measured_boot_imports", "[\"hallmark_keylime\"]",
                        "measured_boot_evaluate", "always"));
        image = team.image("compute");
    }

    @AfterEach
    void stop() {
        if (keylime != null) {
            keylime.close();
        }
    }

    @Test
    void keys_and_passwords_are_in_no_output_log_receipt_list_of_processes_or_environment() throws Exception {
        String trusted = describe();
        record("propose", "propose", image.toString(), "--baselines", team.url(), "--sign-ssh", team.key("build"));
        for (String approver : List.of("alice", "bob")) {
            record("approve", "approve", team.url(), team.head("hallmark/compute"), "--sign-ssh", team.key(approver));
        }
        team.merge("hallmark/compute");
        String control = ShownTexts.lines(certificates.folder().resolve("stranger.key"))
                .iterator()
                .next();

        assertThat(shown.publish(folder, List.of(), publication(trusted), control))
                .as(shown.toString())
                .isZero();

        shown.add("verifier", Files.readString(keylime.verifierLog()));
        shown.receipts(team.url());
        Path wrong = folder.resolve("credentials/verifier/key-password");
        Files.writeString(wrong, "another passphrase\n");
        shown.add("wrong password", publishing(trusted).err());

        // What must be there is found: what is looked at is what it is taken for.
        assertThat(shown.found(Set.of("keylime: holds"))).containsExactly("publish out");
        assertThat(shown.found(Set.of("mbpolicy/hallmark.compute.boot.q35", "runtime-policy/hallmark.nodes")))
                .contains("receipts");
        assertThat(shown.found(Set.of("mbpolicies/hallmark.compute.boot.q35"))).contains("verifier");
        assertThat(shown.found(Set.of("io.hallmark.cli.Main"))).containsExactly("processes");
        assertThat(shown.found(Set.of(control)))
                .as("a line of a key that was put into the environment")
                .containsExactly("processes");

        assertThat(secrets()).hasSizeGreaterThan(40);
        assertThat(shown.found(secrets())).isEmpty();
    }

    /** The key for TLS encrypted, and another one for signatures. */
    private void credentials() throws IOException {
        Path parts = certificates.credential(folder.resolve("credentials"), "verifier", "ca", "client");
        certificates.openssl(
                "pkcs8",
                "-topk8",
                "-v2",
                "aes-256-cbc",
                "-in",
                "client.key",
                "-passout",
                "pass:" + TestCertificates.PASSWORD,
                "-out",
                parts.resolve("key.pem").toString());
        Files.writeString(parts.resolve("key-password"), TestCertificates.PASSWORD + "\n");
        Path signer = Files.createDirectories(folder.resolve("credentials/signer"));
        certificates.openssl(
                "genpkey",
                "-algorithm",
                "EC",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-out",
                signer.resolve("key.pem").toString());
    }

    private String describe() throws Exception {
        StoryBoot boot = StoryBoot.recorded("disk-grub");
        Files.writeString(team.tree().resolve("hallmark.yaml"), """
                %stargets:
                  keylime:
                    kind: keylime
                    url: %s
                    credentials: verifier
                    runtime-policies: runtime
                    sign-with: signer
                """.formatted(team.rules(), keylime.url()));
        Files.createDirectories(team.tree().resolve("runtime"));
        Files.copy(
                Fixtures.root()
                        .resolveSibling("verifier-bridge/src/test/resources/io/hallmark/verifierbridge/keylime")
                        .resolve("runtime-policy.json"),
                team.tree().resolve("runtime/nodes.json"));
        boot.describe("compute", "q35", image);
        team.commit(image, "what nodes boot");
        record(
                "profile",
                "profile",
                "add",
                boot.recording().resolve("eventlog.bin").toString(),
                "--name",
                "q35",
                "--booted",
                image.toString(),
                "--baselines",
                team.tree().toString());
        String trusted = team.commit(team.tree(), "Rules, target and hardware");
        team.push();
        return trusted;
    }

    private void record(String name, String... arguments) {
        Run run = team.succeeds(arguments);
        shown.add(name, run.out() + run.err());
    }

    private Run publishing(String trusted) {
        return team.hallmark(publication(trusted).toArray(String[]::new));
    }

    private List<String> publication(String trusted) {
        return List.of(
                "publish",
                team.url(),
                "--trust",
                trusted,
                "--wait-for-all",
                "--wait-at-most",
                "1",
                "--credentials",
                folder.resolve("credentials").toString());
    }

    /** Of all keys that were used, encrypted and not, and the passwords. */
    private Set<String> secrets() throws IOException {
        Set<String> secrets = new TreeSet<>(Set.of(TestCertificates.PASSWORD, "another passphrase"));
        secrets.addAll(ShownTexts.lines(certificates.folder().resolve("client.key")));
        secrets.addAll(ShownTexts.lines(folder.resolve("credentials/verifier/key.pem")));
        secrets.addAll(ShownTexts.lines(folder.resolve("credentials/signer/key.pem")));
        for (String person : List.of("alice", "bob", "build")) {
            secrets.addAll(ShownTexts.lines(Path.of(team.key(person))));
        }
        return secrets;
    }
}
