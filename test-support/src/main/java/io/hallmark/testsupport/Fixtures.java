package io.hallmark.testsupport;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder {@code fixtures} of the project. */
public final class Fixtures {
    private Fixtures() {}

    /** The folder itself. The build names it in the system property {@code hallmark.fixtures}; in an IDE it is looked for. */
    public static Path root() {
        String configured = System.getProperty("hallmark.fixtures");
        if (configured != null) {
            return existing(Path.of(configured));
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("fixtures"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("no folder 'fixtures' above "
                    + Path.of("").toAbsolutePath() + "; set the system property hallmark.fixtures");
        }
        return folder.resolve("fixtures");
    }

    /** A file or folder under {@link #root()}; it must be there. */
    public static Path path(String relative) {
        return existing(root().resolve(relative));
    }

    private static Path existing(Path path) {
        if (!Files.exists(path)) {
            throw new IllegalStateException("no fixture at " + path);
        }
        return path;
    }
}
