package io.hallmark.testsupport;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * More recordings than the project can hold, your own servers' say, in a folder that
 * {@value #VARIABLE} names. Tests that use it prove more with it and pass without.
 */
public final class SharedCorpus {
    /** The environment variable with the folder. */
    public static final String VARIABLE = "HALLMARK_EXTRA_RECORDINGS";

    private SharedCorpus() {}

    /** The folder {@code name} of the corpus, or empty where there is no corpus or it has no such folder. */
    public static Optional<Path> optional(String name) {
        String root = System.getenv(VARIABLE);
        if (root == null || root.isBlank()) {
            return Optional.empty();
        }
        Path folder = Path.of(root);
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException(VARIABLE + " names " + folder + ", which is not a folder");
        }
        return Optional.of(folder.resolve(name)).filter(Files::isDirectory);
    }
}
