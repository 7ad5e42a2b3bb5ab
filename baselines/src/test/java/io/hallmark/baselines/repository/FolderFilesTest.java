package io.hallmark.baselines.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderFilesTest {
    @TempDir
    Path home;

    @Test
    void reads_what_lies_there_committed_or_not() throws IOException {
        Remote.write(home.resolve("hallmark.yaml"), "banks: []\n");
        Remote.write(home.resolve("baselines/compute/pxe/r650.yaml"), "x");
        Remote.write(home.resolve(".git/config"), "[core]");
        RepositoryFiles files = FolderFiles.open(home);
        assertThat(files.list("")).containsExactly("baselines/compute/pxe/r650.yaml", "hallmark.yaml");
        assertThat(files.list("baselines/compute")).containsExactly("baselines/compute/pxe/r650.yaml");
        assertThat(files.list("reports")).isEmpty();
        assertThat(files.require("hallmark.yaml")).asString().isEqualTo("banks: []\n");
        assertThat(files.read("response.yaml")).isEmpty();
    }

    @Test
    void follows_no_links_and_leaves_by_no_path() throws IOException {
        Path root = Files.createDirectory(home.resolve("root"));
        Remote.write(home.resolve("outside/secret"), "secret");
        Files.createSymbolicLink(root.resolve("link"), Path.of("../outside/secret"));
        Files.createSymbolicLink(root.resolve("folder"), Path.of("../outside"));
        RepositoryFiles files = FolderFiles.open(root);
        assertThat(files.list("")).isEmpty();
        assertThat(files.list("folder")).isEmpty();
        Remote.write(home.resolve("outside/deep/file"), "x");
        assertThat(files.list("folder/deep")).isEmpty();
        for (String path : List.of("link", "folder/secret", "../outside/secret", ".git/config", "/etc/passwd")) {
            assertThatThrownBy(() -> files.read(path)).isInstanceOf(BaselinesException.class);
        }
        assertThatThrownBy(() -> FolderFiles.open(home.resolve("nowhere"))).hasMessageContaining("no such folder");
    }
}
