package io.jenkins.plugins.hallmark.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.hallmark.step.Exhibit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the pictures of the documentation anew, and the copies that the plugin's own README shows. It is no test, and runs when it is asked for: {@code -Dtest=Screenshots
 * -Dhallmark.screenshots=<absolute folder>}.
 */
class Screenshots {
    private static final int WIDTH = 1200;

    @TempDir
    private Path profile;

    @TempDir
    private Path folder;

    @Test
    void pictures() throws Exception {
        Browser browser = new Browser(profile);
        Path target =
                Path.of(Objects.requireNonNull(System.getProperty("hallmark.screenshots"), "-Dhallmark.screenshots"));
        Exhibit exhibit = Pages.exhibit(folder);
        Map<String, String> light = Pages.of(exhibit, "light");
        Map<String, String> dark = Pages.of(exhibit, "dark");
        try (PageServer server = new PageServer(light)) {
            picture(browser, server.url("/light/2"), target.resolve("jenkins-build.png"), 1100);
            picture(browser, server.url("/light/history"), target.resolve("jenkins-history.png"), 620);
            picture(browser, server.url("/light/overview"), target.resolve("jenkins-overview.png"), 400);
            picture(browser, server.url("/light/4"), target.resolve("jenkins-drift.png"), 640);
        }
        try (PageServer server = new PageServer(dark)) {
            picture(browser, server.url("/dark/2"), target.resolve("jenkins-build-dark.png"), 1100);
        }
    }

    private static void picture(Browser browser, String url, Path png, int height) throws Exception {
        Files.createDirectories(png.getParent());
        Files.deleteIfExists(png);
        browser.picture(url, png, WIDTH, height);
        assertThat(png).isNotEmptyFile();
        Path copy = Path.of("docs", "images").resolve(png.getFileName());
        if (Files.exists(copy)) {
            Files.copy(png, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
