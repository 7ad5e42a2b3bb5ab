package io.hallmark.bootlab.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConsoleTest {
    @Test
    void the_tail_has_the_last_lines_without_what_paints_the_screen() {
        String console = "one\r\n\r\ntwo\r\n\u001b[2J\u001b[01;01H\u001b[=3hthree\r\n   \r\n";

        assertThat(Console.tail(console, 2)).isEqualTo("two\nthree");
        assertThat(Console.tail(console, 60)).isEqualTo("one\ntwo\nthree");
        assertThat(Console.tail("", 60)).isEmpty();
    }
}
