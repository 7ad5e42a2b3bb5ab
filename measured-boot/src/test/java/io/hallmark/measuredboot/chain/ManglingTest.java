package io.hallmark.measuredboot.chain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ManglingTest {
    @Test
    void the_text_ends_at_a_terminator() {
        assertThat(Mangling.END.apply("quiet\0rest").text()).contains("quiet");
    }

    @Test
    void from_252_6_on_control_characters_become_spaces_and_spaces_at_the_end_are_dropped() {
        assertThat(mangled("252.39-1~deb12u2", "  root=/dev/sda1\tquiet \n")).isEqualTo("  root=/dev/sda1 quiet");
        assertThat(mangled("253", "\n")).isEmpty();
    }

    @Test
    void from_257_on_white_space_is_dropped_at_both_ends_and_DEL_is_white_space() {
        assertThat(mangled("257", "  root=/dev/sda1\tquiet\u007f\n")).isEqualTo("root=/dev/sda1 quiet");
        assertThat(mangled("257", "a\u007fb")).isEqualTo("a b");
        assertThat(mangled("257", "a\u00a0")).as("only ASCII counts").isEqualTo("a\u00a0");
    }

    @Test
    void before_252_6_only_a_text_that_every_release_leaves_alone_is_known() {
        Mangling mangling = StubBuild.of("252.4").orElseThrow().mangling();

        assertThat(mangling.apply("root=/dev/sda1 quiet").text()).contains("root=/dev/sda1 quiet");
        assertThat(mangling.apply("root=/dev/sda1\n").unknown().orElseThrow()).contains("252.6");
        assertThat(mangling.apply("root=/dev/sda1 ").text()).isEmpty();
    }

    private static String mangled(String release, String text) {
        return StubBuild.of(release).orElseThrow().mangling().apply(text).text().orElseThrow();
    }
}
