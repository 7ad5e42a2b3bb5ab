package io.hallmark.baselines.diff;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** For which of two templates more passes. */
class TemplateTest {
    @Test
    void more_that_varies_is_wider() {
        assertThat(wider("vmlinuz BOOTIF=${mac}", "vmlinuz BOOTIF=${mac} ip=${ip}"))
                .isTrue();
        assertThat(wider("vmlinuz BOOTIF=${mac}", "vmlinuz BOOTIF=${mac} BOOTIF=${mac}"))
                .isTrue();
        assertThat(wider("vmlinuz BOOTIF=${mac} ip=${ip}", "vmlinuz BOOTIF=${mac}"))
                .isFalse();
    }

    @Test
    void the_same_variable_with_less_fixed_text_around_it_is_wider() {
        assertThat(wider("vmlinuz BOOTIF=${mac}", "vmlinuz ${mac}")).isTrue();
        assertThat(wider("vmlinuz root=${a}", "vmlinuz ${a}=${a}")).isTrue();
        assertThat(wider("vmlinuz-55 BOOTIF=${mac}", "vmlinuz-56 ${mac}")).isTrue();
    }

    @Test
    void another_fixed_word_is_no_wider() {
        assertThat(wider("vmlinuz-55 BOOTIF=${mac}", "vmlinuz-56 BOOTIF=${mac}"))
                .isFalse();
        assertThat(wider("vmlinuz BOOTIF=${mac}", "vmlinuz BOOTIF=${mac}")).isFalse();
    }

    private static boolean wider(String before, String after) {
        return new Template(after).widerThan(new Template(before));
    }
}
