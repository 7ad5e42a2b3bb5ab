package io.jenkins.plugins.hallmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README is the plugin's page where this folder is a repository of its own. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)[^)]*\\)");

    @Test
    void what_it_shows_and_links_to_is_in_the_folder_or_on_the_web() throws IOException {
        List<String> links = LINK.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(links).anyMatch(link -> link.endsWith(".png")).allSatisfy(link -> {
            if (!link.startsWith("https://")) {
                assertThat(link).doesNotContain("..");
                assertThat(Path.of(link)).isRegularFile();
            }
        });
    }

    @Test
    void its_pictures_are_those_of_the_documentation() throws IOException {
        try (Stream<Path> pictures = Files.list(Path.of("docs", "images"))) {
            assertThat(pictures)
                    .isNotEmpty()
                    .allSatisfy(picture -> assertThat(picture)
                            .hasSameBinaryContentAs(ROOT.resolve("docs/images").resolve(picture.getFileName())));
        }
    }

    @Test
    void the_licence_is_that_of_the_project() {
        assertThat(Path.of("LICENSE")).hasSameBinaryContentAs(ROOT.resolve("LICENSE"));
    }
}
