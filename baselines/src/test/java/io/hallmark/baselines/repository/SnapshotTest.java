package io.hallmark.baselines.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Since when a branch has held what it holds. */
class SnapshotTest {
    private static final String FILE = "baselines/a.yaml";

    @TempDir
    Path home;

    private Path clone;

    @BeforeEach
    void start() {
        clone = home.resolve("work");
        Shell.run(home, "git", "init", "-q", "-b", "main", clone.toString());
    }

    @Test
    void since_the_first_commit_that_holds_it_without_a_break() {
        commit(1, "new");
        commit(2, "old");
        commit(3, "new");
        commit(4, "new and more");
        commit(5, "new and more");

        assertThat(since()).isEqualTo(day(3));
    }

    @Test
    void since_it_was_merged_and_not_since_it_was_written() {
        commit(1, "old");
        Shell.run(clone, "git", "checkout", "-q", "-b", "proposal");
        commit(2, "new");
        Shell.run(clone, "git", "checkout", "-q", "main");
        git(3, "merge", "-q", "--no-ff", "-m", "merged", "proposal");
        commit(4, "new");

        assertThat(since()).isEqualTo(day(3));
    }

    @Test
    void since_the_beginning_when_it_was_there_from_then_on_and_since_the_file_came() {
        commit(1, "new");
        assertThat(since()).isEqualTo(day(1));

        Shell.run(clone, "git", "rm", "-q", FILE);
        git(2, "commit", "-q", "-m", "none");
        commit(3, "new");
        assertThat(since()).isEqualTo(day(3));
    }

    private Instant since() {
        try (BaselinesRepository repository = BaselinesRepository.open(clone, home.resolve("cache"))) {
            return repository
                    .head("main")
                    .since(FILE, bytes -> new String(bytes, StandardCharsets.UTF_8).startsWith("new"));
        }
    }

    private void commit(int day, String text) {
        try {
            Files.createDirectories(clone.resolve(FILE).getParent());
            Files.writeString(clone.resolve(FILE), text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        Shell.run(clone, "git", "add", "-A");
        git(day, "commit", "-q", "--allow-empty", "-m", "day " + day);
    }

    private void git(int day, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Shell.Result result = Shell.attempt(
                clone,
                Map.of("GIT_COMMITTER_DATE", day(day).toString(), "GIT_AUTHOR_DATE", day(1).toString()),
                command);
        assertThat(result.code()).as(result.output()).isZero();
    }

    private static Instant day(int day) {
        return Instant.parse("2026-03-0" + day + "T12:00:00Z");
    }
}
