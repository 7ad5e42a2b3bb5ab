package io.hallmark.measuredboot.grub;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.io.Questions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Configurations as distributions make them, each with what it makes GRUB measure. */
class CorpusTest {
    static Stream<Path> cases() throws IOException {
        return Cases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void measuresWhatIsExpected(Path folder) throws IOException {
        String words = Cases.words(GrubInterpreter.run(new Questions<>(Cases.environment(folder))));
        if (Boolean.getBoolean("hallmark.golden")) {
            // Written before it is compared, it would pass whatever it says.
            assertThat(System.getenv("CI"))
                    .as(
                            "-Dhallmark.golden writes what is expected: run it by hand and review the difference, never in CI")
                    .isNullOrEmpty();
            Files.writeString(folder.resolve("expected.txt"), words);
        }
        assertThat(words).isEqualTo(Files.readString(folder.resolve("expected.txt")));
    }
}
