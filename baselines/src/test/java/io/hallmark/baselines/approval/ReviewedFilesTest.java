package io.hallmark.baselines.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.repository.FolderFiles;
import io.hallmark.baselines.repository.RepositoryFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What targets read is what people had to approve. */
class ReviewedFilesTest {
    @TempDir
    Path folder;

    private RepositoryFiles files() {
        return ApprovedState.of("1".repeat(40), Instant.EPOCH, FolderFiles.open(folder))
                .files();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"runtime/compute.json", "fleet.yaml", "hardware/r650/profile.yaml", "hardening/compute.yaml"})
    void of_what_needs_approval_all_can_be_read(String path) throws IOException {
        Files.createDirectories(folder.resolve(path).getParent());
        Files.writeString(folder.resolve(path), "{}");
        assertThat(files().require(path)).isEqualTo(new byte[] {'{', '}'});
        if (path.contains("/")) {
            assertThat(files().list(path.substring(0, path.lastIndexOf('/')))).containsExactly(path);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"policies/compute.json", "fleet.yml", "runtime2/a.json", "README.md"})
    void nothing_else_can(String path) throws IOException {
        Files.createDirectories(folder.resolve(path).getParent());
        Files.writeString(folder.resolve(path), "{}");
        assertThatThrownBy(() -> files().read(path))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("'" + path + "' is not among what needs approval");
    }

    @Test
    void nor_can_everything_be_listed() {
        assertThatThrownBy(() -> files().list("")).hasMessageContaining("is not among what needs approval");
    }
}
