package io.hallmark.testsupport;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program of Go, built once into the user's cache from the modules that a {@code go.sum} pins. */
public final class GoProgram {
    private GoProgram() {}

    /**
     * The program; the calling test is skipped where it can't be had.
     *
     * @param name of the program, with its version
     * @param module folder with {@code go.mod} and {@code go.sum}
     * @param importPath of the program's package
     */
    public static Path built(String name, Path module, String importPath) {
        Tools.require("go");
        return MadeOnce.folder(name, folder -> {
                    // Go keeps its files where it was started.
                    for (String file : List.of("go.mod", "go.sum")) {
                        Files.copy(module.resolve(file), folder.home().resolve(file));
                    }
                    folder.run(
                            folder.home(),
                            List.of("go", "build", "-mod=readonly", "-o", "program", importPath),
                            name + " from the modules of Go");
                })
                .resolve("program");
    }
}
