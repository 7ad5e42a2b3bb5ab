package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proposal with its pull request, as a build makes them. */
class ProposeForgeTest {
    private static final String PULL_REQUEST = "https://forge.example.org/acme/baselines/pulls/5";

    @TempDir
    Path folder;

    private Sandbox sandbox;
    private ForgeStandIn forge;

    @BeforeEach
    void start() throws IOException {
        Tools.require("git");
        sandbox = Sandbox.afterDemo(folder);
        sandbox.merge();
        sandbox.write("boot/loader.conf", "timeout 1\n");
        sandbox.commit("wait");
        try (Git git = Git.open(sandbox.baselines().toFile())) {
            git.getRepository().getConfig().setBoolean("http", null, "receivepack", true);
            git.getRepository().getConfig().save();
        }
        Files.createDirectories(folder.resolve("credentials/forge"));
        Files.writeString(folder.resolve("credentials/forge/token"), "t0ken-of-the-robot\n");
        forge = new ForgeStandIn(folder);
    }

    @AfterEach
    void stop() {
        forge.close();
    }

    @Test
    void the_report_names_the_pull_request_that_was_opened_and_a_second_run_opens_no_other() throws IOException {
        Run first = propose("--forge", "gitea");
        String commit = sandbox.head("hallmark/sample");
        Run second = propose("--forge", "gitea", "--json");

        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(first.out())
                .startsWith("Baselines of sample: loader-conf")
                .endsWith("\n\nPull request: " + PULL_REQUEST + "\n");
        assertThat(first.err()).contains("Opened pull request " + PULL_REQUEST + "; have it reviewed.");
        assertThat(forge.pull)
                .contains("## Baselines of sample: loader-conf")
                .contains("The whole report is the message of commit " + commit + ".")
                .contains("{\"ref\": \"hallmark/sample\"")
                .contains("{\"ref\": \"main\"");
        assertThat(second.exit()).isZero();
        assertThat(second.out()).contains("\"pullRequest\": \"" + PULL_REQUEST + "\"");
        assertThat(second.err()).contains("Nothing changed").contains("is open and says the same.");
        assertThat(forge.calls).containsExactly("GET", "POST", "GET");
    }

    @Test
    void a_later_commit_updates_the_pull_request() throws IOException {
        propose("--forge", "gitea");
        sandbox.write("boot/loader.conf", "timeout 2\n");
        sandbox.commit("wait longer");
        forge.calls.clear();

        Run run = propose("--forge", "gitea", "--fail-on-change");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("Updated pull request " + PULL_REQUEST);
        assertThat(forge.calls).containsExactly("GET", "PATCH");
    }

    @Test
    void a_forge_that_refuses_gives_3_and_says_that_the_proposal_is_pushed_and_the_next_run_mends_it()
            throws IOException {
        forge.refuseWith = 403;
        Run refused = propose("--forge", "gitea");
        String commit = sandbox.head("hallmark/sample");
        forge.refuseWith = 0;
        Run again = propose("--forge", "gitea");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.out()).startsWith("Baselines of sample: loader-conf").doesNotContain("Pull request");
        assertThat(refused.err())
                .contains("hallmark: the proposal is pushed to branch hallmark/sample as " + commit
                        + ", but its pull request could not be brought up to date: GET ")
                .contains("status 403 (no, [secret])")
                .endsWith("; run this again to try again\n");
        assertThat(again.exit()).isZero();
        assertThat(again.out()).endsWith("Pull request: " + PULL_REQUEST + "\n");
    }

    @Test
    void where_nothing_changed_the_forge_is_not_asked() throws IOException {
        propose();
        sandbox.merge();

        Run run = propose("--forge", "gitea");

        assertThat(run.exit()).isZero();
        assertThat(run.err()).contains("Nothing changed: the baselines at");
        assertThat(forge.calls).isEmpty();
    }

    @Test
    void what_is_missing_is_told_before_anything_is_pushed() throws IOException {
        String before = sandbox.head("hallmark/sample");
        Files.delete(folder.resolve("credentials/forge/token"));

        Run noToken = propose("--forge", "gitea");
        Run unknown = propose("--forge", "auto");
        Run open = propose("--forge", "gitea", "--forge-url", "http://git.example.org/api/v1");
        Run noKind = propose("--forge-url", "https://git.example.org/api/v1");

        assertThat(Stream.of(noToken, unknown, open, noKind)).allMatch(run -> run.exit() == 2);
        assertThat(noToken.err()).contains("credential 'forge' has no token: put it into the environment variable");
        assertThat(unknown.err()).contains("what kind of forge 127.0.0.1 is can't be told from its name");
        assertThat(open.err()).contains("the token of the forge is sent over https only");
        assertThat(noKind.err()).contains("--forge-url needs --forge");
        assertThat(sandbox.head("hallmark/sample")).isEqualTo(before);
    }

    @Test
    void a_retirement_opens_its_pull_request_too_and_a_second_run_no_other() throws IOException {
        propose();
        sandbox.merge();

        Run first = retire();
        String commit = sandbox.head("hallmark/sample-retire");
        Run second = retire();

        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(first.err())
                .contains("Proposed on branch hallmark/sample-retire as " + commit + ".")
                .contains("Opened pull request " + PULL_REQUEST + "; have it reviewed.");
        assertThat(forge.pull)
                .contains("{\"ref\": \"hallmark/sample-retire\"")
                .contains(sandbox.message("hallmark/sample-retire")
                        .lines()
                        .findFirst()
                        .orElseThrow())
                .contains("The whole report is the message of commit " + commit + ".");
        assertThat(second.exit()).isZero();
        assertThat(second.err()).contains("already proposes this").contains("is open and says the same.");
        assertThat(forge.calls).containsExactly("GET", "POST", "GET");
    }

    @Test
    void a_target_of_the_kind_git_opens_a_pull_request_and_is_held_once_that_is_merged() throws IOException {
        Path credential = Files.createDirectories(folder.resolve("credentials/robot"));
        Files.writeString(credential.resolve("token"), "t0ken-of-the-robot\n");
        sandbox.settings("""
                targets:
                  golden:
                    kind: git
                    url: %s
                    branch: main
                    path: golden
                    formats: [json]
                    credentials: robot
                    deliver: proposal
                    forge: gitea
                    attempts: 1
                """.formatted(forge.repository()));

        Run first = publish();
        String commit = sandbox.head("hallmark/golden");
        Run second = publish();

        assertThat(first.exit()).isEqualTo(3);
        assertThat(first.out() + first.err())
                .contains("is proposed on branch hallmark/golden of " + forge.repository() + " (" + PULL_REQUEST + ")")
                .contains("held once that is merged into main")
                .doesNotContain("t0ken");
        assertThat(forge.pull).contains("{\"ref\": \"hallmark/golden\"").contains("Publish golden at ");
        assertThat(second.exit()).isEqualTo(3);
        assertThat(sandbox.head("hallmark/golden")).isEqualTo(commit);
        assertThat(forge.calls).containsExactly("GET", "POST", "GET");
    }

    private Run publish() {
        return Run.of(
                "publish",
                forge.repository(),
                "--without-approval",
                "--credentials",
                folder.resolve("credentials").toString(),
                "--cache",
                folder.resolve("cache-of-the-build").toString());
    }

    private Run retire() {
        return Run.of(
                "retire",
                forge.repository(),
                "--image",
                "sample",
                "--without-evidence",
                "--forge",
                "gitea",
                "--credentials",
                folder.resolve("credentials").toString(),
                "--cache",
                folder.resolve("cache-of-the-build").toString());
    }

    private Run propose(String... more) {
        Stream<String> all = Stream.of(
                "propose",
                sandbox.image().toString(),
                "--baselines",
                forge.repository(),
                "--credentials",
                folder.resolve("credentials").toString(),
                "--cache",
                folder.resolve("cache-of-the-build").toString());
        return Run.of(Stream.concat(all, Stream.of(more)).toArray(String[]::new));
    }
}
