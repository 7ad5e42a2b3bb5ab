package io.hallmark.measuredboot.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionTest {
    @ParameterizedTest
    @CsvSource({
        "6.1.0-56-cloud-amd64, 5.17, true",
        "5.10.0-9, 5.17, false",
        "2.06+13+deb12u2, 2.12, false",
        "2.12-9+deb13u4, 2.12, true",
        "257.13-1~deb13u1, 257, true",
        "252.39-1~deb12u2, 253, false",
        "1.21.1+git20250501.dad20602, 1.21.1, true",
        "1.0.0+git-20190125, 1.21.1, false",
        "6, 6.0.0, true"
    })
    void versions_compare_by_their_leading_numbers(String version, String since, boolean atLeast) {
        assertThat(Version.of(version).atLeast(since)).isEqualTo(atLeast);
    }

    @Test
    void a_text_that_does_not_begin_with_a_number_is_no_version() {
        assertThat(Version.startsWithNumber("git-1234")).isFalse();
        assertThatThrownBy(() -> Version.of("unknown")).hasMessageContaining("unknown");
    }

    @Property
    void order_is_that_of_the_numbers(
            @ForAll @IntRange(max = 999) int a,
            @ForAll @IntRange(max = 999) int b,
            @ForAll @IntRange(max = 999) int c) {
        assertThat(Version.of(a + "." + b).compareTo(Version.of(a + "." + c))).isEqualTo(Integer.compare(b, c));
    }
}
