package io.hallmark.measuredboot.chain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StubBuildTest {
    @Test
    void releases_that_no_recording_confirms_have_no_row() {
        assertThat(StubBuild.of("252.39-1~deb12u2")).isPresent();
        assertThat(StubBuild.of("257.13-1~deb13u1")).isPresent();
        assertThat(StubBuild.of("255.4")).isEmpty();
        assertThat(StubBuild.of("261")).isEmpty();
        assertThat(StubBuild.of("git")).isEmpty();
    }

    @Test
    void stub_252_takes_the_command_line_as_it_is_up_to_a_terminator() {
        StubBuild build = StubBuild.of("252").orElseThrow();

        assertThat(build.commandLine("root=/dev/sda1 \n\0rest")).isEqualTo("root=/dev/sda1 \n");
    }

    @Test
    void stub_257_turns_control_characters_into_spaces_and_drops_white_space_at_both_ends() {
        StubBuild build = StubBuild.of("257").orElseThrow();

        assertThat(build.commandLine("  root=/dev/sda1\tquiet\n")).isEqualTo("root=/dev/sda1 quiet");
    }
}
