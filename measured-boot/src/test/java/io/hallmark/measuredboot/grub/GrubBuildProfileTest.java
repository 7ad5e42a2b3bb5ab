package io.hallmark.measuredboot.grub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A build is known by its version; one that others made of the same release is not taken for it. */
class GrubBuildProfileTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"2.06-13+deb12u2", "2.06+13+deb12u2", "2.06-13", "2.12-9+deb13u4", "2.12+9+deb13u4", "2.12-9"})
    void debians_builds_have_rows(String version) {
        assertThat(GrubBuildProfile.of(version, false)).isPresent();
        assertThat(GrubBuildProfile.of(version, true)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2.06",
                "2.12",
                "2.06-61.amzn2023.0.9",
                "2.06-14.azl3",
                "2.06-150500.29.1",
                "2.06-2ubuntu14.4",
                "2.12-1ubuntu7.1",
                "2.12-5.ph5",
                "2.12-1kali1",
                "2.06-3~deb11u6"
            })
    void others_have_none(String version) {
        assertThat(GrubBuildProfile.of(version, false)).isEmpty();
        assertThat(GrubBuildProfile.of(version, true)).isEmpty();
    }
}
