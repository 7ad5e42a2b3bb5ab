package io.jenkins.plugins.hallmark.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.hallmark.step.Exhibit;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class AccessibilityTest {
    @TempDir
    private Path profile;

    @TempDir
    private Path folder;

    /** The limit is for a browser that hangs. */
    @Test
    @Timeout(900)
    void axe_and_the_content_security_policy_find_nothing_wrong_in_either_theme() throws Exception {
        Browser browser = new Browser(profile);
        Exhibit exhibit = Pages.exhibit(folder);
        Map<String, String> pages = new LinkedHashMap<>();
        pages.putAll(Pages.of(exhibit, "light"));
        pages.putAll(Pages.of(exhibit, "dark"));
        // A page with faults on purpose: a browser that finds none there finds none anywhere.
        pages.put("/faulty", faulty());
        Map<String, List<String>> told;
        try (PageServer server = new PageServer(pages)) {
            browser.open(server.url("/faulty?witness"), server.all());
            told = server.told();
        }
        assertThat(told.get("/faulty"))
                .anyMatch(line -> line.startsWith("image-alt: "))
                .anyMatch(line -> line.startsWith("color-contrast: "))
                .anyMatch(line -> line.startsWith("content security policy: script-src"));
        pages.keySet().stream().filter(path -> !path.equals("/faulty")).forEach(path -> {
            List<String> lines = told.get(path);
            assertThat(lines.subList(1, lines.size())).as(path).isEmpty();
            assertThat(Integer.parseInt(lines.get(0))).as(path).isGreaterThan(5);
        });
    }

    private static String faulty() {
        return """
                <!DOCTYPE html>
                <html lang="en"><head><title>Faulty</title><script src="/witness.js"></script></head>
                <body><main><h1>Faulty</h1><img src="/x.png"><p style="color: #ccc; background: #fff">Hard to read</p>
                <script>document.title = "run"</script></main></body></html>
                """;
    }
}
