package io.hallmark.baselines.rootfs;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.io.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Programs of this machine, without a shell and with an environment that holds nothing but the search path. */
public final class LocalPrograms implements Programs {
    /** Where each program comes from, for people who lack it. */
    private static final Map<String, String> PACKAGES =
            Map.of("sqfs2tar", "squashfs-tools-ng", "debugfs", "e2fsprogs", "getfattr", "attr", "rpm", "rpm");

    /** Debian has programs for file systems where only administrators look. */
    private static final String MORE_PATH = ":/usr/sbin:/sbin";

    private static final int WORDS = 2000;
    /** Far beyond what a large image takes; a program that hangs must not keep a build for ever. */
    private static final int MOST_MINUTES = 120;

    private static final int SECONDS_TO_END = 10;

    @Override
    public <T> T run(List<String> command, byte[] input, Reader<T> reader) throws IOException {
        Process process = start(command);
        process.onExit().orTimeout(MOST_MINUTES, TimeUnit.MINUTES).exceptionally(late -> process.destroyForcibly());
        try {
            CompletableFuture<String> words = CompletableFuture.supplyAsync(() -> words(process.getErrorStream()));
            CompletableFuture<Void> feeding = CompletableFuture.runAsync(() -> feed(process.getOutputStream(), input));
            T result;
            try {
                result = reader.read(process.getInputStream());
            } catch (IOException e) {
                // What the program says is the reason, when it did not come to its end.
                process.destroyForcibly();
                boolean ended = process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
                throw new IOException(
                        command.get(0) + ": " + e.getMessage()
                                + (ended && !words.join().isEmpty() ? " (it says: " + words.join() + ")" : ""),
                        e);
            }
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                throw new BaselinesException(command.get(0) + " does not end");
            }
            feeding.join();
            if (process.exitValue() != 0) {
                throw new BaselinesException(
                        command.get(0) + " failed with " + process.exitValue() + ": " + words.join());
            }
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BaselinesException("interrupted while " + command.get(0) + " ran", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "/usr/bin:/bin") + MORE_PATH;
        environment.clear();
        environment.put("PATH", path);
        environment.put("LC_ALL", "C");
        builder.command().set(0, found(command.get(0), path));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new BaselinesException("the program " + command.get(0) + " can't be started: " + e.getMessage(), e);
        }
    }

    /** Java looks a program up in the path of its own environment, not in that of the program's. */
    private static String found(String program, String path) {
        for (String folder : path.split(":")) {
            if (!folder.isEmpty() && java.nio.file.Files.isExecutable(java.nio.file.Path.of(folder, program))) {
                return java.nio.file.Path.of(folder, program).toString();
            }
        }
        throw new BaselinesException("the program " + program + " is needed for this and is not on the PATH (Debian:"
                + " package " + PACKAGES.getOrDefault(program, program).toLowerCase(Locale.ROOT) + ")");
    }

    private static void feed(OutputStream to, byte[] input) {
        try (to) {
            to.write(input);
        } catch (IOException e) {
            // A program that has read enough closes its end; whether it failed its exit code says.
            return;
        }
    }

    private static String words(InputStream from) {
        try (from) {
            String words = new String(from.readNBytes(WORDS), StandardCharsets.UTF_8);
            from.transferTo(OutputStream.nullOutputStream());
            return Printable.line(words.strip().replace('\n', ';'));
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
