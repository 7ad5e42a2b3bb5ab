package io.hallmark.bootlab.host;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Processes that the lab has started; none outlives it. */
public final class Processes {
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
    private static final int SECONDS_TO_DIE = 10;

    private Processes() {}

    /** Sees to it that the process ends with the lab at the latest. */
    public static Process watched(Process process) {
        AtExit.arm();
        RUNNING.add(process);
        process.onExit().thenRun(() -> RUNNING.remove(process));
        return process;
    }

    /** Ends all that still run. */
    static void killAll() {
        RUNNING.forEach(Processes::kill);
    }

    /** Ends a process and all that it has started, and waits until it is gone. */
    public static void kill(Process process) {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(SECONDS_TO_DIE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
