package io.hallmark.measuredboot.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is computed asks for Secure Boot first, and for shim's keys only where that is on. */
class RememberedByAnswersTest {
    private final List<String> computed = new ArrayList<>();
    private final RememberedByAnswers<String, Map<String, String>, String> results = new RememberedByAnswers<>(2);

    @Test
    void a_result_holds_wherever_its_questions_are_answered_the_same() {
        of("chain", Map.of("secure-boot", "on", "keys", "a", "vendor", "one"));

        assertThat(of("chain", Map.of("secure-boot", "on", "keys", "a", "vendor", "two")))
                .isEqualTo("chain on a");
        assertThat(computed).hasSize(1);
    }

    @Test
    void what_was_not_asked_makes_no_difference() {
        of("chain", Map.of("secure-boot", "off", "keys", "a"));
        of("chain", Map.of("secure-boot", "off", "keys", "b"));

        assertThat(computed).containsExactly("chain off");
    }

    @Test
    void another_answer_needs_a_result_of_its_own() {
        assertThat(of("chain", Map.of("secure-boot", "on", "keys", "a"))).isEqualTo("chain on a");
        assertThat(of("chain", Map.of("secure-boot", "on", "keys", "b"))).isEqualTo("chain on b");
        assertThat(of("chain", Map.of("secure-boot", "off"))).isEqualTo("chain off");
    }

    @Test
    void another_key_needs_a_result_of_its_own() {
        of("chain", Map.of("secure-boot", "off"));

        assertThat(of("other", Map.of("secure-boot", "off"))).isEqualTo("other off");
    }

    @Test
    void each_of_several_results_is_used_again() {
        for (int round = 0; round < 2; round++) {
            of("chain", Map.of("secure-boot", "on", "keys", "a"));
            of("chain", Map.of("secure-boot", "on", "keys", "b"));
            of("chain", Map.of("secure-boot", "off"));
        }

        assertThat(computed).containsExactly("chain on a", "chain on b", "chain off");
    }

    /** Kernels come and go: what was asked for last must be known, however many came before. */
    @Test
    void the_oldest_result_makes_room() {
        for (int number = 0; number < 100; number++) {
            of("chain", Map.of("secure-boot", "on", "keys", "" + number));
            of("chain", Map.of("secure-boot", "on", "keys", "" + number));
        }

        assertThat(computed).hasSize(100);
    }

    /** Who answers differently each time must not fill the memory, and must not get others' results. */
    @Test
    void any_number_of_different_answers_is_told_apart() {
        for (int number = 0; number < 1000; number++) {
            assertThat(of("chain", Map.of("secure-boot", "on", "keys", "" + number)))
                    .isEqualTo("chain on " + number);
        }
    }

    /** A script in a loop asks until its run is given up; the answers must not fill the memory. */
    @Test
    void of_what_asks_without_end_nothing_is_kept() {
        for (int round = 0; round < 2; round++) {
            results.of("chain", Map.of("secure-boot", "off"), questions -> {
                for (int i = 0; i < 20_000; i++) {
                    questions.ask(on -> on.get("secure-boot"));
                }
                computed.add("chain");
                return "chain";
            });
        }

        assertThat(computed).containsExactly("chain", "chain");
    }

    private String of(String key, Map<String, String> machine) {
        return results.of(key, machine, questions -> {
            String secureBoot = questions.ask(on -> on.get("secure-boot"));
            String keys = secureBoot.equals("on") ? " " + questions.ask(on -> on.get("keys")) : "";
            computed.add(key + " " + secureBoot + keys);
            return key + " " + secureBoot + keys;
        });
    }
}
