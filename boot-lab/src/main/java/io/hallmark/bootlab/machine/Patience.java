package io.hallmark.bootlab.machine;

import io.hallmark.bootlab.machine.Watch.Ending;
import java.time.Duration;
import java.util.Optional;

/**
 * When a machine that is on is taken for hung. How busy the host is must not matter, so what counts is the CPU time that
 * the machine has used, and for one that waits for ever and uses none, how long its console has been silent.
 */
final class Patience {
    static final Duration SILENCE = Duration.ofMinutes(10);

    private final Duration bound;
    private int length = -1;
    private long changed;

    /** @param bound of the CPU time that the machine may use */
    Patience(Duration bound) {
        this.bound = bound;
    }

    /**
     * Why the machine is given up, if it is.
     *
     * @param used CPU time so far
     * @param written how much stands on its console
     * @param now a clock in nanoseconds, which counts from anywhere
     */
    Optional<Ending> lost(Duration used, int written, long now) {
        if (written != length) {
            length = written;
            changed = now;
        }
        if (used.compareTo(bound) > 0) {
            return Optional.of(Ending.BUSY);
        }
        return now - changed > SILENCE.toNanos() ? Optional.of(Ending.SILENT) : Optional.empty();
    }
}
