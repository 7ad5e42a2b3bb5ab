package io.hallmark.baselines.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkingTreeTest {
    @TempDir
    Path home;

    Path root;
    WorkingTree tree;

    @BeforeEach
    void makeTree() throws IOException {
        root = Files.createDirectories(home.resolve("images"));
        write("boot/vmlinuz-6.1", "kernel");
        Files.writeString(home.resolve("secret"), "outside");
        tree = WorkingTree.open(root);
    }

    @Test
    void finds_files_and_follows_links_that_stay_inside() throws IOException {
        link("boot/vmlinuz", "vmlinuz-6.1");
        link("current", "boot");
        link("deep", "./current/../boot//vmlinuz");
        for (String path :
                List.of("boot/vmlinuz-6.1", "boot/vmlinuz", "current/vmlinuz", "deep", "./boot/../boot/vmlinuz")) {
            assertThat(tree.resolve(path)).isEqualTo(root.toRealPath().resolve("boot/vmlinuz-6.1"));
        }
    }

    @Test
    void no_path_and_no_link_leads_out() throws IOException {
        link("up", "../secret");
        link("far", "boot/../../secret");
        link("folder", "..");
        link("out-and-in", "../images/boot/vmlinuz-6.1");
        link("chain", "up");
        for (String path :
                List.of("../secret", "boot/../../secret", "up", "far", "folder/secret", "out-and-in", "chain", "..")) {
            assertThatThrownBy(() -> tree.resolve(path))
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining("'" + path + "' leaves the repository");
        }
        link("absolute", home.resolve("secret").toString());
        link("absolute-inside", root.resolve("boot/vmlinuz-6.1").toString());
        for (String path : List.of("absolute", "absolute-inside")) {
            assertThatThrownBy(() -> tree.resolve(path)).hasMessageContaining("is absolute");
        }
        for (String path : List.of("", "/etc/passwd", "boot\\vmlinuz", "a".repeat(5000))) {
            assertThatThrownBy(() -> tree.resolve(path)).hasMessageContaining("is no path in the repository");
        }
        assertThatThrownBy(() -> tree.resolve("a\0b")).hasMessageContaining("'a?b' can't be a path");
    }

    @Test
    void links_in_a_circle_end() throws IOException {
        link("one", "two");
        link("two", "one");
        assertThatThrownBy(() -> tree.resolve("one")).hasMessageContaining("they go in a circle");
    }

    @Test
    void only_plain_files_are_artifacts() throws IOException {
        assertThatThrownBy(() -> tree.resolve("boot")).hasMessageContaining("is a folder");
        assertThatThrownBy(() -> tree.resolve(".")).hasMessageContaining("is a folder");
        new ProcessBuilder("mkfifo", root.resolve("pipe").toString())
                .start()
                .onExit()
                .join();
        assertThatThrownBy(() -> tree.resolve("pipe")).hasMessageContaining("device, pipe or socket");
        assertThatThrownBy(() -> tree.resolve("boot/vmlinuz-6.1/x")).hasMessageContaining("can't be reached");
    }

    @Test
    void a_missing_file_is_named_with_what_to_do() throws IOException {
        assertThatThrownBy(() -> tree.resolve("boot/initrd.img"))
                .isInstanceOf(BaselinesException.class)
                .hasMessage("no file boot/initrd.img in " + root.toRealPath()
                        + ": build it, check it out, or correct the path");
        link("dangling", "boot/gone");
        assertThatThrownBy(() -> tree.resolve("dangling"))
                .hasMessageContaining("(a link on the way leads to boot/gone)");
    }

    @Test
    void nothing_is_read_from_gits_own_folder() throws IOException {
        write(".git/annex/objects/k", "annexed");
        link("annexed", ".git/annex/objects/k");
        assertThatThrownBy(() -> tree.resolve(".git/config")).hasMessageContaining("leads into .git");
        assertThatThrownBy(() -> tree.resolve("annexed")).hasMessageContaining("git annex unlock");
    }

    @Test
    void outside_of_a_repository_there_is_no_commit() {
        assertThat(tree.commit()).isEmpty();
        assertThat(tree.commitTime()).isEmpty();
        assertThat(tree.remoteUrl()).isEmpty();
        assertThatThrownBy(() -> WorkingTree.open(home.resolve("nowhere"))).hasMessageContaining("no such folder");
        assertThatThrownBy(() -> WorkingTree.open(home.resolve("secret"))).hasMessageContaining("is no folder");
    }

    @Test
    void in_a_repository_it_knows_commit_time_and_remote_without_its_password() throws IOException {
        Git.run(root, "init", "-q");
        assertThat(WorkingTree.open(root).commit()).isEmpty();
        Git.run(root, "add", "-A");
        Git.run(root, "commit", "-q", "-m", "Images");
        Git.run(root, "remote", "add", "origin", "https://ada:s3cret@git.example.org/images.git");
        for (Path folder : List.of(root, root.resolve("boot"))) {
            WorkingTree opened = WorkingTree.open(folder);
            assertThat(opened.commit()).contains(Git.run(root, "rev-parse", "HEAD"));
            assertThat(opened.commitTime()).contains(Instant.parse("2026-03-01T12:00:00Z"));
            assertThat(opened.remoteUrl()).contains("https://git.example.org/images.git");
        }
        assertThat(WorkingTree.open(root.resolve("boot")).resolve("vmlinuz-6.1"))
                .exists();
    }

    @Test
    void a_linked_work_tree_is_a_repository_too() throws IOException {
        Git.run(root, "init", "-q");
        Git.run(root, "commit", "-q", "--allow-empty", "-m", "Images");
        Git.run(root, "worktree", "add", "-q", home.resolve("linked").toString());
        WorkingTree linked = WorkingTree.open(home.resolve("linked"));
        assertThat(linked.commit()).contains(Git.run(root, "rev-parse", "HEAD"));
        assertThat(linked.lfsStorage().orElseThrow().getParent().toRealPath())
                .isEqualTo(root.toRealPath().resolve(".git"));
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void link(String path, String target) throws IOException {
        Files.createSymbolicLink(root.resolve(path), Path.of(target));
    }
}
