package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.ReceiptDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Publishing as a pipeline does it, to folders of the disk that stand for verifiers. */
class PublishTest {
    @TempDir
    Path folder;

    private final List<Duration> pauses = new ArrayList<>();
    private Sandbox sandbox;
    private Path verifier;
    private Path other;

    @BeforeEach
    void aMergedBaselineAndTwoTargets() throws IOException {
        sandbox = Sandbox.afterDemo(folder);
        sandbox.merge();
        verifier = Files.createDirectory(folder.resolve("verifier"));
        other = Files.createDirectory(folder.resolve("other"));
        sandbox.settings("""
                targets:
                  main-site: {kind: folder, path: "%s", credentials: site}
                  lab: {kind: folder, path: "%s", required: false, attempts: 2}
                """.formatted(verifier, other));
        Path credential = Files.createDirectories(folder.resolve("credentials/site"));
        Files.writeString(credential.resolve("token"), "t0ken-of-the-site\n");
    }

    @Test
    void without_rules_for_approvals_nothing_is_published_unless_that_is_said_to_be_meant() {
        Run refused = run();
        Run allowed = publish();

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .startsWith("Nothing is published: the settings of ")
                .contains("say nothing about 'approvals'");
        assertThat(allowed.exit()).as(allowed.err()).isZero();
        assertThat(files(verifier)).hasSize(2).isEqualTo(files(other));
    }

    @Test
    void every_target_holds_the_state_and_leaves_a_receipt_and_a_second_run_changes_nothing() throws IOException {
        String state = sandbox.head("main");

        Run first = publish();
        String receipts = sandbox.head("hallmark-receipts");
        Run second = publish();

        assertThat(first.out())
                .contains("main-site: holds " + state + "\n  create sample.disk.qemu-q35-disk.pcrs: written\n")
                .contains("lab: holds " + state + " (not required)");
        assertThat(second.exit()).isZero();
        assertThat(second.out())
                .isEqualTo("main-site: holds " + state + ", nothing to change\nlab: holds " + state
                        + ", nothing to change (not required)\n");
        assertThat(sandbox.head("hallmark-receipts")).isEqualTo(receipts);
        assertThat(sandbox.head("main")).isEqualTo(state);
        List<String> kept = sandbox.files("hallmark-receipts");
        assertThat(kept).hasSize(2).allMatch(path -> path.endsWith("-" + state + ".yaml"));
        ReceiptDocument receipt = ReceiptDocument.read(
                kept.get(1), sandbox.content("hallmark-receipts", kept.get(1)).getBytes(StandardCharsets.UTF_8));
        assertThat(receipt.target()).isEqualTo("main-site");
        assertThat(receipt.items()).extracting(ReceiptDocument.Item::action).containsExactly("create", "create");
    }

    @Test
    void a_dry_run_shows_what_each_target_would_get_and_changes_nothing() throws IOException {
        Run run = publish("--dry-run");

        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .contains("main-site: 2 of 2 would change; it was never published to")
                .containsPattern("  create sample\\.pxe\\.qemu-q35-pxe\\.pcrs \\(\\d+ bytes, sha256:[0-9a-f]{64}\\)");
        assertThat(files(verifier)).isEmpty();
        assertThat(sandbox.head("hallmark-receipts")).isEmpty();
    }

    @Test
    void a_new_state_is_published_and_the_one_before_again_when_its_commit_is_named() throws IOException {
        publish();
        String before = sandbox.head("main");
        List<String> old = contents(verifier);
        sandbox.write("boot/loader.conf", "timeout 1\n");
        sandbox.commit("wait");
        assertThat(sandbox.propose().exit()).isZero();
        sandbox.merge();
        Run forth = publish();

        Run back = publish("--commit", before);

        assertThat(forth.out()).contains("update sample.disk.qemu-q35-disk.pcrs");
        assertThat(back.exit()).as(back.err()).isZero();
        assertThat(back.err()).contains("target main-site goes back from " + sandbox.head("main") + " to " + before);
        assertThat(contents(verifier)).isEqualTo(old);
        assertThat(publish().out()).contains("main-site: holds " + sandbox.head("main"));
    }

    @Test
    void a_proposal_that_nobody_merged_is_refused() throws IOException {
        sandbox.write("boot/loader.conf", "timeout 1\n");
        sandbox.commit("wait");
        sandbox.propose();

        Run run = publish("--commit", sandbox.head("hallmark/sample"));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("is not in the history of main and was never published");
        assertThat(files(verifier)).isEmpty();
    }

    @Test
    void a_required_target_that_is_down_gives_3_and_the_others_hold_the_state() throws IOException {
        Files.delete(verifier);

        Run run = publish();

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.out())
                .contains("main-site: FAILED; it was never published to\n  main-site does not answer\n")
                .contains("lab: holds ");
        assertThat(run.err()).contains("main-site: main-site does not answer; trying again in 1 s");
        assertThat(pauses).hasSize(4);
        assertThat(files(other)).hasSize(2);
        Files.createDirectory(verifier);
        assertThat(publish().exit()).isZero();
    }

    @Test
    void a_target_that_is_not_required_may_fail_and_is_told() throws IOException {
        Files.delete(other);

        Run run = publish("--wait-for-all", "--wait-at-most", "60");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("lab: FAILED").contains("(not required)");
        assertThat(pauses).hasSize(1);
    }

    @Test
    void whoever_waits_for_all_gets_0_only_once_every_required_target_holds_the_state() throws IOException {
        Files.delete(verifier);

        Run run = publish("--wait-for-all", "--wait-at-most", "60");

        assertThat(run.exit()).isEqualTo(3);
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofMinutes(60), Duration.ofMinutes(61));
    }

    @Test
    void whoever_waits_for_all_is_told_when_there_is_none_to_wait_for() throws IOException {
        sandbox.settings("targets: {lab: {kind: folder, path: \"" + other + "\", required: false}}\n");
        Run optional = publish("--wait-for-all");
        sandbox.settings("targets: {}\n");
        Run none = publish("--wait-for-all");

        assertThat(optional.exit()).isEqualTo(2);
        assertThat(optional.err()).contains("there is no required target to wait for");
        assertThat(optional.out()).contains("lab: holds ");
        assertThat(none.exit()).isEqualTo(2);
        assertThat(none.err()).contains("there is no required target to wait for");
        assertThat(publish().exit()).isZero();
    }

    @Test
    void a_branch_that_was_set_back_is_not_published_whatever_became_of_the_receipts() throws IOException {
        String before = sandbox.head("main");
        sandbox.settings("roll-out: {mixes: all}\ntargets: {lab: {kind: folder, path: \"" + other + "\"}}\n");
        String retired = sandbox.head("main");
        assertThat(publish().exit()).isZero();
        try (Git git = Git.open(sandbox.baselines().toFile())) {
            git.branchDelete()
                    .setBranchNames("hallmark-receipts")
                    .setForce(true)
                    .call();
            git.branchCreate().setName("keep").setStartPoint(retired).call();
            var main = git.getRepository().updateRef("refs/heads/main");
            main.setNewObjectId(git.getRepository().resolve(before));
            main.forceUpdate();
        } catch (GitAPIException e) {
            throw new IOException(e);
        }

        Run refused = publish();
        Run meant = publish("--commit", before);

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("main at " + before + " does not contain " + retired);
        assertThat(meant.exit()).as(meant.err()).isZero();
    }

    @Test
    void a_target_that_refuses_gives_3_with_its_reason_and_gets_nothing() throws IOException {
        sandbox.settings("targets: {strict: {kind: folder, path: \"" + verifier + "\", refuses: true}}\n");

        Run run = publish();

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.out())
                .contains("strict: REFUSED, nothing was pushed to it; it was never published to")
                .contains("sample.pxe.qemu-q35-pxe.pcrs is refused: no room for so many PCRs");
        assertThat(files(verifier)).isEmpty();
    }

    @Test
    void one_target_alone_is_published_to_and_a_wrong_name_is_wrong_usage() {
        Run one = publish("--target", "lab");
        Run wrong = publish("--target", "labb");

        assertThat(one.exit()).isZero();
        assertThat(files(verifier)).isEmpty();
        assertThat(files(other)).hasSize(2);
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("no target is named labb: the settings have [main-site, lab]");
    }

    @Test
    void an_unknown_kind_is_told_with_its_place_before_anything_is_published() throws IOException {
        sandbox.settings("targets:\n  good: {kind: folder, path: \"" + verifier + "\"}\n  bad: {kind: ldap}\n");

        Run run = publish();

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).containsPattern("hallmark\\.yaml:\\d+:8: target 'bad' is of the unknown kind 'ldap'");
        assertThat(files(verifier)).isEmpty();
    }

    @Test
    void a_missing_credential_fails_its_target_and_says_where_to_put_it() throws IOException {
        Files.delete(folder.resolve("credentials/site/token"));

        Run run = publish();

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.out())
                .contains("credential 'site' has no token: put it into the file "
                        + folder.resolve("credentials/site/token"))
                .contains("lab: holds ");
    }

    @Test
    void the_outcome_is_given_as_json_too() {
        Run run = publish("--json");

        assertThat(run.out())
                .contains("\"schema\": \"hallmark/publication/v1\"")
                .contains("\"outcome\": \"published\"")
                .contains("\"action\": \"create\"");
        assertThat(publish("--json", "--dry-run").out()).contains("\"outcome\": \"planned\"");
    }

    private Run publish(String... more) {
        return run(
                Stream.concat(Stream.of("--without-approval"), Stream.of(more)).toArray(String[]::new));
    }

    private Run run(String... more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(Console.writer(out), Console.writer(err), false, false);
        pauses.clear();
        int exit = new CommandLine(new PublishCommand(console, folder -> List.of(new FolderTarget.Kind()), this::pause))
                .setExecutionExceptionHandler(new Failures(console))
                .execute(Stream.concat(
                                Stream.of(
                                        sandbox.baselines().toString(),
                                        "--credentials",
                                        folder.resolve("credentials").toString(),
                                        "--cache",
                                        folder.resolve("cache").toString()),
                                Stream.of(more))
                        .toArray(String[]::new));
        return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private synchronized void pause(Duration duration) {
        pauses.add(duration);
    }

    private static List<String> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> contents(Path folder) throws IOException {
        List<String> contents = new ArrayList<>();
        for (String file : files(folder)) {
            contents.add(Files.readString(folder.resolve(file)));
        }
        return contents;
    }
}
