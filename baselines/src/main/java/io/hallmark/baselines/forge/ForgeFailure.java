package io.hallmark.baselines.forge;

import java.time.Duration;
import java.util.Optional;

/** A request that a forge did not carry out; {@link PullRequests} decides whether it is tried again. */
final class ForgeFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean passing;
    private final transient Optional<Duration> wait;

    /**
     * @param message what was asked, what the forge says, and what to do
     * @param passing whether the same may work a little later
     * @param wait how long the forge asks to wait before, if it does
     */
    ForgeFailure(String message, boolean passing, Optional<Duration> wait, Throwable cause) {
        super(message, cause);
        this.passing = passing;
        this.wait = wait;
    }

    boolean passing() {
        return passing;
    }

    Optional<Duration> asksToWait() {
        return wait;
    }
}
