package io.hallmark.measuredboot.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RememberedTest {
    private final List<String> computed = new ArrayList<>();
    private final Remembered<List<String>, String> results = new Remembered<>(2);

    @Test
    void an_equal_key_has_the_result_that_was_computed_before() {
        String first = of("kernel", "initrd");

        assertThat(of("kernel", "initrd")).isSameAs(first);
        assertThat(computed).containsExactly("kernel+initrd");
    }

    @Test
    void another_key_has_a_result_of_its_own() {
        assertThat(of("kernel")).isEqualTo("kernel");
        assertThat(of("initrd")).isEqualTo("initrd");
    }

    @Test
    void the_least_used_is_forgotten_first() {
        of("a");
        of("b");
        of("a");
        of("c");

        of("a");
        of("b");

        assertThat(computed).containsExactly("a", "b", "c", "b");
    }

    private String of(String... key) {
        return results.of(List.of(key), parts -> {
            computed.add(String.join("+", parts));
            return computed.get(computed.size() - 1);
        });
    }
}
