package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a proposal to its approval, as the people of a team type it. */
class ApproveCommandTest {
    @TempDir
    Path folder;

    private Path clone;
    private String trusted;
    private String change;

    @BeforeEach
    void start() throws Exception {
        Tools.require("git");
        Tools.require("ssh-keygen");
        Tools.require("openssl");
        for (String name : new String[] {"alice", "bob", "build"}) {
            run(
                    folder,
                    "ssh-keygen",
                    "-q",
                    "-t",
                    "ed25519",
                    "-N",
                    "",
                    "-C",
                    name,
                    "-f",
                    folder.resolve(name).toString());
        }
        certificate("carol");
        clone = folder.resolve("clone");
        run(folder, "git", "init", "-q", "--bare", "-b", "main", "baselines.git");
        run(folder, "git", "clone", "-q", "baselines.git", clone.toString());
        Files.writeString(clone.resolve("hallmark.yaml"), """
                approvals:
                  approvers:
                    alice: ["%s"]
                    bob: ["%s"]
                    carol: [approvers/carol.pem]
                  proposers:
                    build: ["%s"]
                """.formatted(key("alice"), key("bob"), key("build")));
        Files.createDirectory(clone.resolve("approvers"));
        Files.copy(folder.resolve("carol.pem"), clone.resolve("approvers/carol.pem"));
        trusted = commit("rules");
        Files.writeString(clone.resolve("response.yaml"), """
                schema: hallmark/response/v1
                on-failure:
                  quarantine: true
                """);
        change = commit("quarantine\u001b[2J\u009b2J");
    }

    private void certificate(String name) throws Exception {
        String key = folder.resolve(name + ".key").toString();
        String certificate = folder.resolve(name + ".pem").toString();
        run(
                folder,
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:3072",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=" + name,
                "-addext",
                "keyUsage=digitalSignature",
                "-keyout",
                key,
                "-out",
                certificate);
    }

    private String key(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".pub")).strip();
    }

    private String commit(String message) throws Exception {
        run(clone, "git", "add", "-A");
        run(
                clone,
                "git",
                "-c",
                "gpg.format=ssh",
                "-c",
                "user.signingkey=" + folder.resolve("build"),
                "commit",
                "-q",
                "-S",
                "-m",
                message);
        run(clone, "git", "push", "-q", "origin", "HEAD:main");
        return run(clone, "git", "rev-parse", "HEAD").strip();
    }

    private Run hallmark(String command, String... more) {
        String[] start = {
            command,
            folder.resolve("baselines.git").toString(),
            "--cache",
            folder.resolve("cache").toString()
        };
        String[] all = java.util.Arrays.copyOf(start, start.length + more.length);
        System.arraycopy(more, 0, all, start.length, more.length);
        return Run.of(all);
    }

    @Test
    void a_check_says_what_is_not_approved_and_after_the_approval_by_whom() {
        Run before = hallmark("check", "--approvals-since", trusted);
        assertThat(before.exit()).isEqualTo(1);
        assertThat(before.out())
                .contains("wrong: commit " + change.substring(0, 10) + ": response.yaml needs 1 approval by others than"
                        + " the proposer (build); it has none");

        Run approve = hallmark(
                "approve", change, "--sign-ssh", folder.resolve("alice").toString());
        assertThat(approve.exit()).as(approve.err()).isZero();
        assertThat(approve.err()).isEqualTo("Approved " + change + " (quarantine?[2J?2J).\n");

        Run after = hallmark("check", "--approvals-since", trusted, "--commit", "main");
        assertThat(after.exit()).as(after.out()).isZero();
        assertThat(after.out())
                .contains(
                        "note: commit " + change.substring(0, 10) + " was approved by alice (signature 1 in its note)");

        assertThat(hallmark(
                                "approve",
                                change,
                                "--sign-ssh",
                                folder.resolve("alice").toString())
                        .err())
                .startsWith("Approved before: " + change);
    }

    @Test
    void what_is_named_by_a_branch_or_a_short_id_is_shown_and_not_signed() throws Exception {
        for (String name : new String[] {"main", change.substring(0, 10)}) {
            Run shown = hallmark(
                    "approve", name, "--sign-ssh", folder.resolve("alice").toString());
            assertThat(shown.exit()).isEqualTo(2);
            assertThat(shown.err())
                    .contains(name + " is " + change + " (quarantine?[2J?2J), which changes\n  response.yaml\n")
                    .contains("Nothing is approved");
        }
        assertThat(run(folder.resolve("baselines.git"), "git", "for-each-ref", "refs/notes", "refs/tags"))
                .isEmpty();
    }

    @Test
    void a_branch_named_like_a_commit_gets_neither_its_signature_nor_its_trust() throws Exception {
        Files.writeString(clone.resolve("hallmark.yaml"), """
                approvals:
                  approvers:
                    build: ["%s"]
                """.formatted(key("build")));
        run(clone, "git", "commit", "-q", "-a", "-m", "rules of the proposer");
        String forged = run(clone, "git", "rev-parse", "HEAD").strip();
        run(clone, "git", "push", "-q", "origin", "HEAD:refs/heads/" + change, "HEAD:refs/heads/" + trusted);
        run(clone, "git", "push", "-q", "origin", "HEAD:refs/heads/" + trusted.substring(0, 12));

        Run approve = hallmark(
                "approve", change, "--sign-ssh", folder.resolve("alice").toString());
        assertThat(approve.err()).isEqualTo("Approved " + change + " (quarantine?[2J?2J).\n");
        assertThat(run(folder.resolve("baselines.git"), "git", "notes", "--ref=hallmark-approvals", "list"))
                .contains(change)
                .doesNotContain(forged);

        Run published = hallmark("publish", "--trust", trusted);
        assertThat(published.exit()).as(published.err()).isZero();
        for (String name : new String[] {trusted.substring(0, 12), "main", ""}) {
            Run refused = hallmark("publish", "--trust", name);
            assertThat(refused.exit()).as(name).isEqualTo(2);
            assertThat(refused.err())
                    .contains("'" + name + "' is not the id of a trusted commit")
                    .contains("all 40 hex digits with --trust or HALLMARK_TRUST");
            Run check = hallmark("check", "--approvals-since", name);
            assertThat(check.exit()).as(name).isEqualTo(2);
            assertThat(check.err()).contains("give all 40 hex digits");
        }
    }

    @Test
    void a_tag_approves_one_commit() {
        String key = folder.resolve("bob").toString();
        assertThat(hallmark("approve", change, "--tag", "approved/1", "--sign-ssh", key)
                        .err())
                .contains("with the tag approved/1");
        assertThat(hallmark("check", "--approvals-since", trusted).out())
                .contains("was approved by bob (tag 'approved/1')");
        Run two = hallmark("approve", change, trusted, "--tag", "approved/2", "--sign-ssh", key);
        assertThat(two.exit()).isEqualTo(2);
        assertThat(two.err()).contains("--tag is for one commit");
    }

    @Test
    void a_certificate_approves_with_its_key_from_one_pem_file_or_from_pkcs12() throws Exception {
        Path both = folder.resolve("both.pem");
        Files.writeString(
                both, Files.readString(folder.resolve("carol.key")) + Files.readString(folder.resolve("carol.pem")));
        run(
                folder,
                "openssl",
                "pkcs12",
                "-export",
                "-inkey",
                "carol.key",
                "-in",
                "carol.pem",
                "-passout",
                "pass:",
                "-out",
                "carol.p12");
        for (Path file : new Path[] {both, folder.resolve("carol.p12")}) {
            Run approve =
                    hallmark("approve", change, "--tag", "by/" + file.getFileName(), "--sign-x509", file.toString());
            assertThat(approve.exit()).as(approve.err()).isZero();
            Run check = hallmark("check", "--approvals-since", trusted);
            assertThat(check.exit()).as(check.out()).isZero();
            assertThat(check.out()).contains("was approved by carol (tag 'by/" + file.getFileName() + "')");
            run(folder.resolve("baselines.git"), "git", "tag", "-d", "by/" + file.getFileName());
        }

        Run stranger = hallmark(
                "approve", change, "--sign-x509", folder.resolve("carol.pem").toString());
        assertThat(stranger.exit()).as("a certificate without its key").isEqualTo(2);
        assertThat(stranger.err()).contains("carol.pem");
    }

    @Test
    void an_approval_needs_a_key_and_a_commit() {
        Run unsigned = hallmark("approve", change);
        assertThat(unsigned.exit()).isEqualTo(2);
        assertThat(unsigned.err()).contains("name your key with --sign-ssh, --sign-openpgp or --sign-x509");
        Run nothing = hallmark(
                "approve", "0123456", "--sign-ssh", folder.resolve("bob").toString());
        assertThat(nothing.exit()).isEqualTo(2);
        assertThat(nothing.err()).contains("no commit 0123456 on any branch");
        assertThat(hallmark("approve", "--sign-ssh", "x").exit()).isEqualTo(2);
    }

    @Test
    void nothing_is_published_that_was_not_approved_whatever_else_is_said() {
        Run untrusted = hallmark("publish", "--without-approval");
        assertThat(untrusted.exit()).isEqualTo(1);
        assertThat(untrusted.err()).contains("Nothing is published").contains("name that commit with --trust");

        Run unapproved = hallmark("publish", "--trust", trusted, "--without-approval");
        assertThat(unapproved.exit()).isEqualTo(1);
        assertThat(unapproved.err()).contains(change.substring(0, 10) + ": response.yaml needs 1 approval");

        Run rewritten = hallmark("publish", "--trust", "0123456789012345678901234567890123456789");
        assertThat(rewritten.exit()).isEqualTo(1);
        assertThat(rewritten.err()).contains("the history was rewritten");

        hallmark("approve", change, "--sign-ssh", folder.resolve("alice").toString());
        Run published = hallmark("publish", "--trust", trusted);
        assertThat(published.exit()).as(published.err()).isZero();
    }

    @Test
    void a_published_commit_that_is_gone_is_a_finding() {
        Run check = hallmark("check", "--approvals-since", "0123456789012345678901234567890123456789");
        assertThat(check.exit()).isEqualTo(1);
        assertThat(check.out()).contains("the history was rewritten");
    }

    private static String run(Path where, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "GIT_CONFIG_NOSYSTEM", "1",
                        "GIT_CONFIG_GLOBAL", "/dev/null",
                        "GIT_AUTHOR_NAME", "Ada",
                        "GIT_AUTHOR_EMAIL", "ada@example.org",
                        "GIT_COMMITTER_NAME", "Ada",
                        "GIT_COMMITTER_EMAIL", "ada@example.org"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
