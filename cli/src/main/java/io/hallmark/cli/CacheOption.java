package io.hallmark.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where downloads and clones are kept between runs. */
final class CacheOption {
    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description =
                    "Where downloads and clones are kept (default: $XDG_CACHE_HOME/hallmark or ~/.cache/hallmark).")
    private Path cache;

    Path folder() {
        if (cache != null) {
            return cache;
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base = xdg != null && !xdg.isBlank() ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("hallmark");
    }
}
