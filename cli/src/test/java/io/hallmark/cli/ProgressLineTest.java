package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final long LONG = 1L << 30;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void one_line_tells_how_far_a_long_file_is_read() {
        ProgressLine line = on(true);

        for (long done = 0; done <= LONG; done += LONG / 1000 + 1) {
            line.read("initrd.img", done, LONG);
        }
        line.read("initrd.img", LONG, LONG);

        String shown = err.toString(StandardCharsets.UTF_8);
        assertThat(shown).startsWith("\rinitrd.img 0%\rinitrd.img 1%").endsWith("\rinitrd.img 100%\n");
        assertThat(shown.split("\r")).as("each percent once").hasSize(1 + 101);
    }

    @Test
    void files_that_are_read_at_once_need_none() {
        on(true).read("grub.cfg", 4096, 4096);

        assertThat(err.size()).isZero();
    }

    @Test
    void a_log_file_is_not_filled_with_it() {
        on(false).read("initrd.img", LONG / 2, LONG);

        assertThat(err.size()).isZero();
    }

    private ProgressLine on(boolean terminal) {
        return new ProgressLine(
                new Console(Console.writer(new ByteArrayOutputStream()), Console.writer(err), terminal, false));
    }
}
