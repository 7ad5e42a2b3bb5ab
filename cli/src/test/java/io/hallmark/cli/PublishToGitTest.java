package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kind {@code git}, from the settings to the other repository. */
class PublishToGitTest {
    @TempDir
    Path folder;

    private Sandbox sandbox;
    private Path control;

    @BeforeEach
    void aMergedBaselineAndAnEmptyRepository() throws IOException, GitAPIException {
        Tools.require("git");
        sandbox = Sandbox.afterDemo(folder);
        sandbox.merge();
        control = folder.resolve("control.git");
        Git.init().setBare(true).setDirectory(control.toFile()).call().close();
        sandbox.settings("""
                targets:
                  golden:
                    kind: git
                    url: %s
                    branch: production
                    path: data/golden
                    formats: [json, cel]
                """.formatted(control));
    }

    @Test
    void what_is_approved_is_one_commit_there_and_a_second_run_makes_no_other() throws IOException {
        Run dry = publish("--dry-run");
        String nothing = head();
        Run first = publish();
        String commit = head();
        Run second = publish();

        assertThat(dry.exit()).as(dry.err()).isZero();
        assertThat(nothing).isEmpty();
        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(first.out())
                .contains("golden: holds " + sandbox.head("main"))
                .contains("in commit " + commit);
        assertThat(message()).contains("Hallmark-Baselines: " + sandbox.head("main"));
        assertThat(second.out()).contains("nothing to change");
        assertThat(head()).isEqualTo(commit);
    }

    @Test
    void a_repository_that_is_not_there_gives_3_and_its_reason() throws IOException {
        Files.move(control, control.resolveSibling("elsewhere.git"));
        Run run = publish();

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.out() + run.err()).contains("is no Git repository");
    }

    private Run publish(String... more) {
        return Run.of(Stream.concat(
                        Stream.of(
                                "publish",
                                sandbox.baselines().toString(),
                                "--without-approval",
                                "--cache",
                                folder.resolve("cache").toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private String head() throws IOException {
        try (Git git = Git.open(control.toFile())) {
            var head = git.getRepository().resolve("refs/heads/production");
            return head == null ? "" : head.name();
        }
    }

    private String message() throws IOException {
        try (Git git = Git.open(control.toFile())) {
            Repository repository = git.getRepository();
            RevCommit commit = repository.parseCommit(repository.resolve("refs/heads/production"));
            return commit.getFullMessage();
        }
    }
}
