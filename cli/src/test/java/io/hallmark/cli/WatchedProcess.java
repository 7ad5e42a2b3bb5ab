package io.hallmark.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What anybody on the machine may see of a process and its children while it runs: arguments, and the environment. */
final class WatchedProcess {
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    /** Looks until the process has ended. */
    void watch(Process process) throws InterruptedException {
        while (process.isAlive()) {
            Stream.concat(Stream.of(process.toHandle()), process.descendants()).forEach(running -> {
                note(running.pid(), "cmdline");
                note(running.pid(), "environ");
            });
            Thread.sleep(5);
        }
    }

    private void note(long pid, String file) {
        try {
            byte[] text = Files.readAllBytes(Path.of("/proc", String.valueOf(pid), file));
            seen.add(file + ": " + new String(text, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // It has ended.
        }
    }

    /** All that was seen. */
    String text() {
        return String.join("\n", seen);
    }
}
