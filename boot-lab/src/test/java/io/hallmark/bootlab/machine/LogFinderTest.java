package io.hallmark.bootlab.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LogFinderTest {
    private static final byte[] LOG = recorded();

    @Test
    void a_log_ends_where_ones_begin() {
        assertThat(LogFinder.length(inMemory(LOG))).isEqualTo(LOG.length);
    }

    @Test
    void a_log_whose_end_is_overwritten_is_not_taken() {
        byte[] memory = inMemory(LOG);
        Arrays.fill(memory, LOG.length - 300, LOG.length + 300, (byte) 0x5A);

        assertThat(LogFinder.length(memory)).isZero();
    }

    @Test
    void other_memory_is_no_log() {
        assertThat(LogFinder.length(new byte[LogFinder.PAGE])).isZero();
        assertThat(LogFinder.length(new byte[0])).isZero();
        assertThat(LogFinder.begins(inMemory(LOG), 16)).isFalse();
    }

    @Test
    void no_cut_of_a_log_is_read_past_its_end() {
        for (int length = 0; length < LOG.length; length++) {
            assertThat(LogFinder.length(Arrays.copyOf(LOG, length))).isZero();
        }
    }

    /** As firmware keeps it: in pages that it filled with ones before. */
    private static byte[] inMemory(byte[] log) {
        byte[] memory = new byte[128 * 1024];
        Arrays.fill(memory, (byte) 0xFF);
        System.arraycopy(log, 0, memory, 0, log.length);
        return memory;
    }

    private static byte[] recorded() {
        try {
            return Files.readAllBytes(Path.of(System.getProperty("hallmark.fixtures"), "boots/disk-grub/eventlog.bin"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
