package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.testsupport.Fixtures;
import io.hallmark.testsupport.TestCertificates;
import io.hallmark.verifierbridge.keylime.RunningKeylime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    private static final String CONTROL = "SEEN_BY_THE_TEST";
    private static final int LINE = 40;

    @TempDir
    Path folder;

    private final Map<String, String> shown = new LinkedHashMap<>();
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
        String control =
                lines(certificates.folder().resolve("stranger.key")).iterator().next();

        WatchedProcess watched = published(trusted, control);

        shown.put("processes", watched.text());
        shown.put("verifier", Files.readString(keylime.verifierLog()));
        shown.put("receipts", receipts());
        Path wrong = folder.resolve("credentials/verifier/key-password");
        Files.writeString(wrong, "another passphrase\n");
        shown.put("wrong password", publishing(trusted).err());

        // What must be there is found: what is looked at is what it is taken for.
        assertThat(found(Set.of("keylime: holds"))).containsExactly("publish out");
        assertThat(found(Set.of("mbpolicy/hallmark.compute.boot.q35", "runtime-policy/hallmark.nodes")))
                .contains("receipts");
        assertThat(found(Set.of("mbpolicies/hallmark.compute.boot.q35"))).contains("verifier");
        assertThat(found(Set.of("io.hallmark.cli.Main"))).containsExactly("processes");
        assertThat(found(Set.of(control)))
                .as("a line of a key that was put into the environment")
                .containsExactly("processes");

        assertThat(secrets()).hasSizeGreaterThan(40);
        assertThat(found(secrets())).isEmpty();
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
        shown.merge(name, run.out() + run.err(), String::concat);
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

    /** In a process of its own, with a secret in its environment that must be seen. */
    private WatchedProcess published(String trusted, String control) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.hallmark.cli.Main"));
        command.addAll(publication(trusted));
        command.addAll(List.of("--cache", folder.resolve("cache").toString()));
        Path out = folder.resolve("publish.out");
        Path err = folder.resolve("publish.err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put(CONTROL, control);
        Process process = builder.start();
        WatchedProcess watched = new WatchedProcess();
        watched.watch(process);
        shown.put("publish out", Files.readString(out));
        shown.put("publish err", Files.readString(err));
        assertThat(process.waitFor()).as(shown.toString()).isZero();
        return watched;
    }

    /** Every file and message that the branch has ever had. */
    private String receipts() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "-C", team.url(), "log", "-p", "--format=raw", "hallmark-receipts")
                .redirectErrorStream(true)
                .start();
        String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(text).isZero();
        return text;
    }

    /** Of all keys that were used, encrypted and not, and the passwords. */
    private Set<String> secrets() throws IOException {
        Set<String> secrets = new TreeSet<>(Set.of(TestCertificates.PASSWORD, "another passphrase"));
        secrets.addAll(lines(certificates.folder().resolve("client.key")));
        secrets.addAll(lines(folder.resolve("credentials/verifier/key.pem")));
        secrets.addAll(lines(folder.resolve("credentials/signer/key.pem")));
        for (String person : List.of("alice", "bob", "build")) {
            secrets.addAll(lines(Path.of(team.key(person))));
        }
        return secrets;
    }

    private static Set<String> lines(Path key) throws IOException {
        Set<String> lines = new TreeSet<>();
        for (String line : Files.readAllLines(key)) {
            if (line.length() >= LINE && !line.startsWith("-----")) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** Where one of them is shown, whole or in a longer line. */
    private List<String> found(Set<String> wanted) {
        return shown.entrySet().stream()
                .filter(entry -> wanted.stream().anyMatch(entry.getValue()::contains))
                .map(Map.Entry::getKey)
                .toList();
    }
}
