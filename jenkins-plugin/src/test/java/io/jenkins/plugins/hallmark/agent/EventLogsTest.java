package io.jenkins.plugins.hallmark.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.FilePath;
import io.jenkins.plugins.hallmark.fake.FakeJob;
import io.jenkins.plugins.hallmark.fake.FakeRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of one log is told from what becomes of all of them. */
class EventLogsTest {
    @TempDir
    private Path folder;

    private static void write(Path logs) throws IOException {
        Files.createDirectories(logs);
        Files.writeString(logs.resolve("a.bin"), "a");
        Files.writeString(logs.resolve("b.bin"), "b");
    }

    private static void check(EventLogs logs, Path where) throws Exception {
        assertThat(logs.paths()).containsExactly("a.bin", "b.bin");
        Files.delete(where.resolve("a.bin"));
        assertThatThrownBy(() -> logs.read("a.bin"))
                .isInstanceOf(UnreadableLogException.class)
                .hasMessageStartingWith("a.bin: ");
        assertThat(logs.read("b.bin")).asString().isEqualTo("b");
        Files.delete(where.resolve("b.bin"));
        Files.delete(where);
        assertThatThrownBy(() -> logs.read("b.bin"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(UnreadableLogException.class);
    }

    @Test
    void in_a_workspace() throws Exception {
        Path workspace = folder.resolve("workspace");
        write(workspace);
        check(EventLogs.in(new FilePath(workspace.toFile()), "*.bin"), workspace);
    }

    @Test
    void in_an_archive() throws Exception {
        FakeRun build = new FakeJob("fleet", folder).build();
        Path archive = build.getRootDir().toPath().resolve("archive");
        write(archive);
        check(EventLogs.archivedBy(build, "*.bin"), archive);
    }
}
