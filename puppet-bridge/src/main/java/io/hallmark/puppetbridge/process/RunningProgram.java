package io.hallmark.puppetbridge.process;

import java.time.Duration;
import java.util.OptionalInt;

/** A program that was started. */
public interface RunningProgram {
    /**
     * Waits for its end; then all that it wrote has been handed over.
     *
     * @return its exit code; empty when it still runs after that time, or the thread was interrupted, which it then stays
     */
    OptionalInt await(Duration time);

    /** Asks it to end, as SIGTERM does. */
    void terminate();

    /** Ends it and all that it started, as SIGKILL does. */
    void kill();
}
