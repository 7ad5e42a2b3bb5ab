package io.hallmark.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FixturesTest {
    @Test
    void knows_where_the_fixtures_are() {
        assertThat(Fixtures.path("boots/README.md")).isRegularFile();
    }

    @Test
    void says_which_fixture_is_missing() {
        assertThatThrownBy(() -> Fixtures.path("boots/nowhere"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("boots/nowhere");
    }
}
