package io.hallmark.bootlab.host;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end. */
public final class Command {
    private static final int MINUTES = 10;
    private static final int SHOWN = 2000;

    private final ProcessBuilder builder;

    private Command(List<String> words) {
        builder = new ProcessBuilder(words);
        builder.redirectErrorStream(true);
        builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().put("LC_ALL", "C.UTF-8");
    }

    public static Command of(String program, String... arguments) {
        return of(program, List.of(arguments));
    }

    public static Command of(String program, List<String> arguments) {
        List<String> words = new ArrayList<>();
        words.add(Programs.path(program));
        words.addAll(arguments);
        return new Command(words);
    }

    public Command in(Path folder) {
        builder.directory(folder.toFile());
        return this;
    }

    /** Runs it and gives back what it wrote. @throws BootLabException with its output when it fails */
    public String run() {
        try {
            Path output = Files.createTempFile("hallmark-command", ".out");
            try {
                builder.redirectOutput(output.toFile());
                Process process = Processes.watched(builder.start());
                boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
                if (!ended) {
                    Processes.kill(process);
                }
                String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
                if (!ended || process.exitValue() != 0) {
                    throw failure(ended ? "failed with code " + process.exitValue() : "did not end", text);
                }
                return text;
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw failure("could not be run: " + e.getMessage(), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was interrupted", "");
        }
    }

    private BootLabException failure(String what, String output) {
        String end = output.length() > SHOWN ? "…" + output.substring(output.length() - SHOWN) : output;
        return new BootLabException("'" + String.join(" ", builder.command()) + "' " + what + "\n" + end);
    }
}
