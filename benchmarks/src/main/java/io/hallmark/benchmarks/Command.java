package io.hallmark.benchmarks;

import java.io.IOException;
import java.util.List;

/** Runs a tool that a user would take instead; what it prints is thrown away. */
final class Command {
    private Command() {}

    static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of(command))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
