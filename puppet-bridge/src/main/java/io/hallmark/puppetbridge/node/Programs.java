package io.hallmark.puppetbridge.node;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Starts the programs that checks ask, with a small environment of its own and within bounds of time and output. */
final class Programs {
    private static final int MOST_BYTES = 16 * 1024 * 1024;
    private static final int SECONDS = 60;

    private Programs() {}

    /** What a program said. */
    record Answer(int exit, String output) {}

    /**
     * Runs a program; empty when there is none of that name.
     *
     * @param root of the tree that it runs in, by chroot; empty for the system that Hallmark runs on
     */
    static Optional<Answer> run(Optional<Path> root, List<String> command) {
        List<String> whole = new ArrayList<>();
        root.ifPresent(
                tree -> whole.addAll(List.of("chroot", tree.toAbsolutePath().toString())));
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("LC_ALL", "C");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return Optional.empty();
        }
        try {
            process.getOutputStream().close();
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new BaselinesException(
                        "'" + command.get(0) + "' did not answer within " + SECONDS + " s; look why, and check again");
            }
            String text = output.join();
            // What chroot says of a program that isn't there.
            boolean missing = root.isPresent() && process.exitValue() == 127;
            return missing ? Optional.empty() : Optional.of(new Answer(process.exitValue(), text));
        } catch (IOException | CompletionException e) {
            throw new BaselinesException("the answer of '" + command.get(0) + "' can't be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BaselinesException("interrupted while '" + command.get(0) + "' was running", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(InputStream in) {
        try (in) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("it is longer than " + MOST_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
