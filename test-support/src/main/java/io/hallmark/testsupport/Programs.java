package io.hallmark.testsupport;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts the programs that make what tests need. */
final class Programs {
    private Programs() {}

    /**
     * Runs one to its end.
     *
     * @param folder that it runs in
     * @param log that what it says is added to
     * @param minutes that it may take
     * @return whether it succeeded
     */
    static boolean run(Path folder, Path log, long minutes, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process.getOutputStream().close();
        try {
            if (process.waitFor(minutes, TimeUnit.MINUTES)) {
                return process.exitValue() == 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return false;
    }
}
