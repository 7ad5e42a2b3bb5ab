package io.hallmark.baselines.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselinesRepositoryTest {
    @TempDir
    Path home;

    @Test
    void reads_files_of_the_default_branch_without_a_checkout() {
        Remote remote = Remote.withTemplate(home);
        try (BaselinesRepository repository = remote.open()) {
            Snapshot head = repository.head(repository.defaultBranch());
            assertThat(head.commit()).isEqualTo(remote.git("rev-parse", "main"));
            assertThat(head.list("")).containsExactly("baselines/compute/pxe/r650.yaml", "hallmark.yaml");
            assertThat(head.list("baselines")).containsExactly("baselines/compute/pxe/r650.yaml");
            assertThat(head.list("base")).isEmpty();
            assertThat(head.list("hallmark.yaml")).isEmpty();
            assertThat(text(head, "hallmark.yaml")).isEqualTo("banks: [sha256]\n");
            assertThat(head.read("nowhere")).isEmpty();
            assertThat(repository.snapshot(head.commit()).commit()).isEqualTo(head.commit());
        }
    }

    @Test
    void follows_the_remotes_head_to_its_default_branch() {
        Remote remote = Remote.withTemplate(home);
        remote.push("trunk", Map.of("a", "b"));
        remote.git("symbolic-ref", "HEAD", "refs/heads/trunk");
        try (BaselinesRepository repository = remote.open()) {
            assertThat(repository.defaultBranch()).isEqualTo("trunk");
        }
    }

    @Test
    void takes_the_only_branch_when_the_remotes_head_points_nowhere() {
        Remote remote = Remote.withTemplate(home);
        remote.git("branch", "-m", "main", "stable");
        remote.git("symbolic-ref", "HEAD", "refs/heads/master");
        try (BaselinesRepository repository = remote.open()) {
            assertThat(repository.defaultBranch()).isEqualTo("stable");
        }
    }

    @Test
    void an_empty_repository_asks_for_the_template() {
        Remote remote = Remote.empty(home);
        try (BaselinesRepository repository = remote.open()) {
            assertThatThrownBy(repository::defaultBranch)
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining("is empty: push a copy of baselines-repo-template");
            assertThatThrownBy(() -> repository.propose(Remote.proposal("compute", "new\n")))
                    .hasMessageContaining("is empty");
            remote.push("main", Map.of("hallmark.yaml", "banks: [sha256]\n"));
            assertThat(repository.propose(Remote.proposal("compute", "new\n")))
                    .isInstanceOf(ProposalResult.Pushed.class);
        }
    }

    @Test
    void a_repository_with_a_work_tree_is_read_by_its_commits_and_stays_untouched() throws IOException {
        Remote remote = Remote.withTemplate(home);
        Path clone = home.resolve("clone-main");
        Files.writeString(clone.resolve("hallmark.yaml"), "not committed");
        try (BaselinesRepository repository = BaselinesRepository.open(clone, remote.cache)) {
            assertThat(text(repository.head("main"), "hallmark.yaml")).isEqualTo("banks: [sha256]\n");
            repository.propose(Remote.proposal("compute", "new\n"));
            assertThatThrownBy(() -> repository.propose(new Proposal(
                            "hallmark/compute",
                            "main",
                            Remote.BOT,
                            java.util.Optional.empty(),
                            base -> Remote.change(Map.of()))))
                    .hasMessageContaining("checked out");
        }
        assertThat(Shell.run(clone, "git", "status", "--porcelain")).isEqualTo("M hallmark.yaml");
        assertThat(Shell.run(clone, "git", "rev-parse", "hallmark/compute")).hasSize(40);
    }

    @Test
    void opening_again_fetches_and_prunes() {
        Remote remote = Remote.withTemplate(home);
        remote.push("hallmark/one", Map.of("one", "1"));
        remote.open().close();
        remote.git("branch", "-D", "hallmark/one");
        remote.push("hallmark", Map.of("a-branch-in-place-of-a-folder", ""));
        try (BaselinesRepository repository = remote.open()) {
            assertThat(repository.branches()).containsExactly("hallmark", "main");
        }
    }

    @Test
    void the_same_repository_by_path_and_by_file_url_shares_one_clone() throws IOException {
        Remote remote = Remote.withTemplate(home);
        remote.open().close();
        BaselinesRepository.open("file://" + remote.bare, remote.cache, Credentials.usersOwn())
                .close();
        try (Stream<Path> clones = Files.list(remote.cache.resolve("repositories"))) {
            assertThat(clones.filter(Files::isDirectory)).hasSize(1);
        }
    }

    @Test
    void a_half_clone_of_a_killed_process_is_made_anew() throws IOException {
        Remote remote = Remote.withTemplate(home);
        remote.open().close();
        Path clone = onlyClone(remote);
        Files.move(clone, clone.resolveSibling(clone.getFileName() + ".partial"));
        Files.delete(clone.resolveSibling(clone.getFileName() + ".partial").resolve("HEAD"));
        try (BaselinesRepository repository = remote.open()) {
            assertThat(repository.head("main").list("")).hasSize(2);
        }
    }

    @Test
    void a_damaged_clone_is_made_anew() throws IOException {
        Remote remote = Remote.withTemplate(home);
        remote.open().close();
        try (Stream<Path> files = Files.walk(onlyClone(remote).resolve("objects"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        remote.push("main", Map.of("more", "more\n"));
        try (BaselinesRepository repository = remote.open()) {
            assertThat(repository.head("main").list("")).hasSize(3);
        }
    }

    @Test
    void a_clone_whose_configuration_is_damaged_is_made_anew() throws IOException {
        Remote remote = Remote.withTemplate(home);
        remote.open().close();
        Files.writeString(onlyClone(remote).resolve("config"), "[core\0");
        try (BaselinesRepository repository = remote.open()) {
            assertThat(repository.head("main").list("")).hasSize(2);
        }
    }

    @Test
    void reference_locks_of_a_killed_process_do_not_stop_the_next() throws IOException {
        Remote remote = Remote.withTemplate(home);
        remote.open().close();
        Path clone = onlyClone(remote);
        Files.createDirectories(clone.resolve("refs/remotes/origin"));
        Files.writeString(clone.resolve("refs/remotes/origin/main.lock"), "");
        Files.writeString(clone.resolve("packed-refs.lock"), "");
        String pushed = remote.push("main", Map.of("more", "more\n"));
        try (BaselinesRepository repository = remote.open()) {
            assertThat(repository.head("main").commit()).isEqualTo(pushed);
        }
    }

    @Test
    void refuses_paths_out_of_the_repository_links_and_huge_files() throws IOException {
        Remote remote = Remote.withTemplate(home);
        Path clone = home.resolve("clone-main");
        Files.createSymbolicLink(clone.resolve("link.yaml"), Path.of("hallmark.yaml"));
        Files.write(clone.resolve("huge.bin"), new byte[RepositoryFiles.MAX_FILE + 1]);
        remote.push("main", Map.of());
        try (BaselinesRepository repository = remote.open()) {
            Snapshot head = repository.head("main");
            for (String path : List.of("../x", "/etc/passwd", "a/../b", ".git/config", "", "a//b", "a\0b")) {
                assertThatThrownBy(() -> head.read(path))
                        .isInstanceOf(BaselinesException.class)
                        .hasMessageContaining("can't be a path");
            }
            assertThatThrownBy(() -> head.read("link.yaml")).hasMessageContaining("plain file");
            assertThatThrownBy(() -> head.read("baselines")).hasMessageContaining("plain file");
            assertThatThrownBy(() -> head.read("huge.bin")).hasMessageContaining("16777217 bytes");
            assertThat(head.list("")).doesNotContain("link.yaml");
            assertThatThrownBy(() -> head.require("response.yaml")).hasMessageContaining("response.yaml is missing in");
        }
    }

    @Test
    void says_what_is_there_when_a_branch_or_commit_is_not() {
        Remote remote = Remote.withTemplate(home);
        try (BaselinesRepository repository = remote.open()) {
            assertThatThrownBy(() -> repository.head("master")).hasMessageContaining("name one of [main]");
            assertThatThrownBy(() -> repository.head("..")).hasMessageContaining("can't be the name of a branch");
            assertThatThrownBy(() -> repository.snapshot("0123456789012345678901234567890123456789"))
                    .hasMessageContaining("no commit 0123456789012345678901234567890123456789");
            assertThatThrownBy(() -> repository.snapshot("main")).hasMessageContaining("40 hex digits");
        }
    }

    @Test
    void a_remote_that_is_not_there_is_named_without_its_password() {
        assertThatThrownBy(() -> BaselinesRepository.open(
                        "http://robot:s3cret@127.0.0.1:1/baselines.git", home.resolve("cache"), Credentials.usersOwn()))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("http://127.0.0.1:1/baselines.git")
                .satisfies(e -> assertThat(all(e)).doesNotContain("s3cret").doesNotContain("robot"));
        assertThatThrownBy(() -> BaselinesRepository.open("ftp://a:b@host/x", home, Credentials.usersOwn()))
                .hasMessageContaining("'ftp://host/x': repositories are not read over ftp");
        assertThatThrownBy(() -> BaselinesRepository.open(home.resolve("nowhere"), home.resolve("cache")))
                .hasMessageContaining("is no Git repository");
    }

    private static String all(Throwable error) {
        StringBuilder text = new StringBuilder();
        for (Throwable each = error; each != null; each = each.getCause()) {
            text.append(each).append('\n');
        }
        return text.toString();
    }

    private static Path onlyClone(Remote remote) throws IOException {
        try (Stream<Path> clones = Files.list(remote.cache.resolve("repositories"))) {
            return clones.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    private static String text(Snapshot snapshot, String path) {
        return new String(snapshot.require(path), StandardCharsets.UTF_8);
    }
}
