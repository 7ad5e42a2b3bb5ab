package io.hallmark.measuredboot.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.testsupport.Fixtures;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogReaderTest {
    private static final Path RECORDED = Fixtures.path("boots/uki/eventlog.bin");

    @TempDir
    Path folder;

    /** As those of securityfs do, of which a node's own log is one. A pipe has no size either. */
    @Test
    void a_file_that_claims_a_size_of_0_is_read_to_its_end() throws IOException, InterruptedException {
        Path log = folder.resolve("binary_bios_measurements");
        assertThat(new ProcessBuilder(Tools.require("mkfifo").toString(), log.toString())
                        .start()
                        .waitFor())
                .isZero();
        // The shell opens the pipe, which waits for a reader.
        Process writer = new ProcessBuilder(List.of("sh", "-c", "exec cat " + RECORDED + " > " + log)).start();

        assertThat(Files.size(log)).isZero();
        assertThat(EventLogReader.read(log).events())
                .isEqualTo(EventLogReader.read(RECORDED).events());
        assertThat(writer.waitFor()).isZero();
    }

    @Test
    void what_such_a_file_holds_is_looked_at_and_not_taken_for_nothing() throws IOException {
        Path file = Path.of("/proc/self/status");
        Tools.require(Files.isReadable(file), "procfs");

        assertThat(Files.size(file)).isZero();
        assertThatThrownBy(() -> EventLogReader.read(file))
                .isInstanceOf(MeasuredBootException.class)
                .hasMessageStartingWith(file + ": no TCG event log: ")
                .hasMessageNotContaining("ends at offset 0");
    }
}
