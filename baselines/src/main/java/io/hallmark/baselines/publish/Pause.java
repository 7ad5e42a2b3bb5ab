package io.hallmark.baselines.publish;

import java.time.Duration;

/** Waits before something is tried again; tests don't. */
@FunctionalInterface
public interface Pause {
    Pause REAL = duration -> Thread.sleep(duration.toMillis());

    void pause(Duration duration) throws InterruptedException;
}
