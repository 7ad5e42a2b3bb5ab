package io.hallmark.measuredboot.chain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StubBuildTest {
    @Test
    void releases_that_are_not_described_have_no_row() {
        assertThat(StubBuild.of("252")).isPresent();
        assertThat(StubBuild.of("252.39-1~deb12u2")).isPresent();
        assertThat(StubBuild.of("253.1")).isPresent();
        assertThat(StubBuild.of("257.13-1~deb13u1")).isPresent();
        assertThat(StubBuild.of("251.14")).isEmpty();
        assertThat(StubBuild.of("254")).isEmpty();
        assertThat(StubBuild.of("255.4")).isEmpty();
        assertThat(StubBuild.of("258")).isEmpty();
        assertThat(StubBuild.of("git")).isEmpty();
    }

    @Test
    void a_row_that_no_recording_confirms_says_so() {
        assertThat(StubBuild.of("252.39-1~deb12u2").orElseThrow().recordings()).containsExactly("252.39");
        assertThat(StubBuild.of("257.13-1~deb13u1").orElseThrow().recordings()).containsExactly("257");
        assertThat(StubBuild.of("252.5").orElseThrow().recordings()).isEmpty();
    }

    @Test
    void stub_257_measures_in_the_order_of_its_enumeration_and_never_the_signature() {
        assertThat(StubBuild.of("257.13-1~deb13u1").orElseThrow().sections())
                .containsExactly(
                        ".linux",
                        ".osrel",
                        ".cmdline",
                        ".initrd",
                        ".ucode",
                        ".splash",
                        ".dtb",
                        ".uname",
                        ".sbat",
                        ".pcrpkey",
                        ".profile",
                        ".dtbauto",
                        ".hwids");
    }

    @Test
    void from_257_on_every_raw_file_that_is_no_configuration_extension_is_a_system_extension() {
        StubBuild build = StubBuild.of("257").orElseThrow();

        assertThat(build.isSystemExtension("tools.raw")).isTrue();
        assertThat(build.isSystemExtension("tools.sysext.raw")).isTrue();
        assertThat(build.isSystemExtension("site.confext.raw")).isFalse();
        assertThat(StubBuild.of("252").orElseThrow().isSystemExtension("site.confext.raw"))
                .isTrue();
    }
}
