package io.hallmark.testsupport;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs of the operating system that some tests compare Hallmark with. */
public final class Tools {
    /** When this environment variable is {@code true}, a missing program fails the test instead of skipping it. */
    public static final String REQUIRE_VARIABLE = "HALLMARK_REQUIRE_TOOLS";

    private Tools() {}

    /**
     * The path of a program that the calling test needs. Where it is missing the test is skipped, with the name of the
     * program as the reason; where {@value #REQUIRE_VARIABLE} is {@code true} the test fails.
     */
    public static Path require(String program) {
        return require(program, System.getenv("PATH"), required());
    }

    /** The same for a condition that isn't a program on the PATH, a kernel feature say. */
    public static void require(boolean present, String what) {
        require(present, what, required());
    }

    static Path require(String program, String searchPath, boolean required) {
        Optional<Path> found = find(program, searchPath);
        require(found.isPresent(), "program " + program + " (bin/verify lists the packages)", required);
        return found.orElseThrow();
    }

    private static void require(boolean present, String what, boolean required) {
        String message = "this test needs " + what;
        if (required) {
            Assertions.assertTrue(present, message + ", and " + REQUIRE_VARIABLE + " forbids to skip it");
        }
        Assumptions.assumeTrue(present, message);
    }

    private static boolean required() {
        return Boolean.parseBoolean(System.getenv(REQUIRE_VARIABLE));
    }

    private static Optional<Path> find(String program, String searchPath) {
        if (searchPath == null) {
            return Optional.empty();
        }
        for (String folder : searchPath.split(File.pathSeparator, -1)) {
            if (!folder.isEmpty()) {
                Path candidate = Path.of(folder, program);
                if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }
}
