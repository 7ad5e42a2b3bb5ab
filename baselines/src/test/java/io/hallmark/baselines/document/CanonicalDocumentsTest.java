package io.hallmark.baselines.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.BaselinesException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CanonicalDocumentsTest {
    /** What a slip of the hand or an attacker puts somewhere into a document. */
    private static final String[] PIECES = {
        "",
        " ",
        "\n",
        "\t",
        ":",
        "- ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "\"",
        "'",
        "#",
        "&a ",
        "*a",
        "!!x ",
        "? ",
        "|",
        "~",
        "0",
        "-1",
        "99999999999",
        "null",
        "\u0000",
        "\u0085",
        "\u202E",
        "a: b\n",
        "<<: ",
        "...",
        "---\n",
        "%",
        "\\",
        "text: x, ",
        "😀"
    };

    @ParameterizedTest
    @EnumSource
    void a_document_that_was_written_by_hand_in_the_canonical_form_is_written_as_the_same_bytes(Documents kind) {
        assertThat(kind.again(kind.example())).isEqualTo(kind.example());
    }

    @ParameterizedTest
    @EnumSource
    void a_document_is_equal_to_what_was_read_of_it_in_another_form(Documents kind) {
        String shifted = "# a comment\n\n" + kind.example().replace("\n", "\r\n");

        assertThat(kind.read(shifted))
                .isEqualTo(kind.read(kind.example()))
                .hasSameHashCodeAs(kind.read(kind.example()));
        assertThat(kind.again(shifted)).isEqualTo(kind.example());
    }

    @ParameterizedTest
    @EnumSource
    void the_canonical_form_has_no_trailing_spaces_tabs_or_carriage_returns(Documents kind) {
        assertThat(kind.example().lines()).noneMatch(line -> line.matches(".*[ \\t\\r]"));
        assertThat(kind.example()).endsWith("\n").doesNotEndWith("\n\n");
    }

    @Property(tries = 3000)
    void a_document_with_random_damage_is_read_and_written_stably_or_refused_in_one_line_with_its_place(
            @ForAll Documents kind, @ForAll long seed) {
        String damaged = damaged(kind.example(), new Random(seed));
        String written;
        try {
            written = kind.again(damaged);
        } catch (BaselinesException e) {
            assertThat(e.getMessage()).matches(kind.file() + ":[0-9]+:[0-9]+: \\P{Cntrl}+");
            return;
        }
        assertThat(kind.again(written)).isEqualTo(written);
        assertThat(kind.read(written)).isEqualTo(kind.read(damaged));
    }

    private static String damaged(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(damaged.length());
            int end = Math.min(damaged.length(), at + random.nextInt(12));
            damaged.replace(at, random.nextBoolean() ? at : end, PIECES[random.nextInt(PIECES.length)]);
        }
        return damaged.toString();
    }
}
