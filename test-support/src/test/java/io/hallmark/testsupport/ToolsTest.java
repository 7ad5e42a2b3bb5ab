package io.hallmark.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class ToolsTest {
    @TempDir
    Path folder;

    @Test
    void finds_a_program_in_a_later_folder_of_the_path() throws IOException {
        Path program = Files.createFile(
                folder.resolve("sbsign"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

        assertThat(Tools.require("sbsign", "/nowhere" + File.pathSeparator + folder, true))
                .isEqualTo(program);
    }

    @Test
    void skips_the_test_when_a_program_is_missing() {
        assertThatThrownBy(() -> Tools.require("sbsign", folder.toString(), false))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("this test needs program sbsign");
    }

    @Test
    void fails_the_test_when_missing_programs_are_forbidden() {
        assertThatThrownBy(() -> Tools.require("sbsign", folder.toString(), true))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("this test needs program sbsign")
                .hasMessageContaining("HALLMARK_REQUIRE_TOOLS");
    }

    @Test
    void takes_no_file_that_can_not_be_run() throws IOException {
        Files.createFile(folder.resolve("sbsign"));

        assertThatThrownBy(() -> Tools.require("sbsign", folder.toString(), false))
                .isInstanceOf(TestAbortedException.class);
    }
}
