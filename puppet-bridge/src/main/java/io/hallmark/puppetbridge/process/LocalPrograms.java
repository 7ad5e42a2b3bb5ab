package io.hallmark.puppetbridge.process;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Programs that are children of this process. */
final class LocalPrograms implements RunningProgram {
    /** What a child of it left running may hold its streams open; nobody waits for that longer. */
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Process process;
    private final Thread output;
    private final Thread errors;

    /** Those seen when it was asked to end: once it has ended, nothing tells whose children they were. */
    private final Set<ProcessHandle> descendants = Collections.synchronizedSet(new LinkedHashSet<>());

    private LocalPrograms(Process process, OutputStream output, OutputStream errors) {
        this.process = process;
        this.output = pump(process.getInputStream(), output, "output");
        this.errors = pump(process.getErrorStream(), errors, "errors");
    }

    static RunningProgram start(Program program, OutputStream output, OutputStream errors) {
        ProcessBuilder builder = new ProcessBuilder(program.command())
                .directory(Path.of(program.folder()).toFile());
        builder.environment().keySet().retainAll(program.inherited());
        builder.environment().putAll(program.environment());
        String name = program.command().get(0);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new LocalPrograms(process, output, errors);
        } catch (IOException e) {
            throw new BaselinesException(
                    "'" + name + "' can't be started: " + e.getMessage() + "; install it, and put it on the PATH", e);
        }
    }

    private Thread pump(InputStream from, OutputStream to, String what) {
        Thread thread = new Thread(
                () -> {
                    try (from;
                            to) {
                        from.transferTo(to);
                    } catch (IOException e) {
                        // The stream was closed under it, by its end or by await.
                    }
                },
                "hallmark-" + what + "-" + process.pid());
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public OptionalInt await(Duration time) {
        try {
            if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
                return OptionalInt.empty();
            }
            join(output, process.getInputStream());
            join(errors, process.getErrorStream());
            return OptionalInt.of(process.exitValue());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    private static void join(Thread pump, InputStream from) throws InterruptedException {
        pump.join(DRAIN.toMillis());
        if (pump.isAlive()) {
            try {
                from.close();
            } catch (IOException e) {
                // It is of no use any more.
            }
            pump.join(DRAIN.toMillis());
        }
    }

    @Override
    public void terminate() {
        process.descendants().forEach(descendants::add);
        process.destroy();
    }

    @Override
    public void kill() {
        process.descendants().forEach(descendants::add);
        process.destroyForcibly();
        Set.copyOf(descendants).forEach(ProcessHandle::destroyForcibly);
    }
}
