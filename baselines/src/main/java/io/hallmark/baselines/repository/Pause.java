package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before what others got in the way of is tried again. */
final class Pause {
    /** How often something is tried. */
    static final int ATTEMPTS = 12;

    private static final long FIRST_MILLIS = 20;
    private static final long LONGEST_MILLIS = 2_000;

    private Pause() {}

    /** @param attempt counted from 0, before which there is no pause */
    static void before(int attempt) {
        if (attempt == 0) {
            return;
        }
        long longest = Math.min(LONGEST_MILLIS, FIRST_MILLIS << attempt);
        try {
            // Those who collided once must not meet again at the same moment.
            Thread.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BaselinesException("interrupted while waiting for others to finish", e);
        }
    }
}
