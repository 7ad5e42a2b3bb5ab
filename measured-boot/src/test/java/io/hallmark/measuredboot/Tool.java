package io.hallmark.measuredboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the machine that tests compare with; see {@link Tools#require} for when it is missing. */
public final class Tool {
    private Tool() {}

    /** The standard output of a program that must succeed. */
    public static byte[] run(Path folder, byte[] input, String... command) {
        Tools.require(command[0]);
        try {
            Path in = Files.write(Files.createTempFile("tool", ".in"), input);
            Path out = Files.createTempFile("tool", ".out");
            Path errors = Files.createTempFile("tool", ".err");
            try {
                Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                        .directory(folder.toFile())
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(errors.toFile())
                        .start();
                assertThat(process.waitFor(60, TimeUnit.SECONDS))
                        .as("%s ends in time", command[0])
                        .isTrue();
                assertThat(process.exitValue())
                        .as("%s: %s", String.join(" ", command), Files.readString(errors))
                        .isZero();
                return Files.readAllBytes(out);
            } finally {
                Files.delete(in);
                Files.delete(out);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command[0] + " ran", e);
        }
    }
}
