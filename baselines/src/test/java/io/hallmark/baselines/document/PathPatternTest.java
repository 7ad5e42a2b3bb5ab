package io.hallmark.baselines.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {
    @ParameterizedTest
    @CsvSource({
        "hardware, hardware/dell-r650/eventlog.bin",
        "hardware/**, hardware/dell-r650/eventlog.bin",
        "hardware/*, hardware/dell-r650/eventlog.bin",
        "**/dell-*.yaml, baselines/compute/pxe/dell-r650.yaml",
        "**/dell-*.yaml, dell-r650.yaml",
        "baselines/*/pxe, baselines/compute/pxe/dell-r650.yaml",
        "baselines/**/dell-r65?.yaml, baselines/compute/pxe/dell-r650.yaml",
        "baselines/**/dell-r650.yaml, baselines/dell-r650.yaml",
        "hallmark.yaml, hallmark.yaml",
        "**, a/b/c"
    })
    void matches_what_it_names_and_all_that_is_in_a_folder_it_names(String pattern, String path) {
        assertThat(new PathPattern(pattern).matches(path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "hardware, hardware2/dell",
        "hardware, baselines/hardware",
        "baselines/*/pxe, baselines/pxe",
        "baselines/*/pxe, baselines/a/b/pxe",
        "**/dell-*.yaml, baselines/dell-r650.yml",
        "hallmark?yaml, hallmark/yaml",
        "Hardware, hardware/x"
    })
    void matches_nothing_else(String pattern, String path) {
        assertThat(new PathPattern(pattern).matches(path)).isFalse();
    }

    @Test
    void a_hostile_pattern_costs_little() {
        String pattern = "**/".repeat(60) + "*a*a*a*a*a*a*a*a*a*b";
        assertThat(new PathPattern(pattern).matches("a".repeat(4000) + "/" + "a/".repeat(2000) + "c"))
                .isFalse();
    }
}
