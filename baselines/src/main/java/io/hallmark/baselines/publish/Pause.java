package io.hallmark.baselines.publish;

import java.time.Duration;

/** Waits before something is tried again; tests don't. */
@FunctionalInterface
public interface Pause {
    Pause REAL = Pause::sleep;

    /** Returns early, with the thread still marked as interrupted, when it is interrupted. */
    void pause(Duration duration);

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
