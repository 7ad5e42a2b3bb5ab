package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.util.concurrent.ThreadLocalRandom;

/** The pause before a push that somebody else was faster than is tried again; of random length, growing. */
final class RacePause {
    private static final long FIRST_MILLIS = 20;
    private static final long LONGEST_MILLIS = 2_000;
    private static final int MOST_DOUBLINGS = 16;

    private RacePause() {}

    /**
     * @param attempt how often it was tried
     * @param doing for the message when the thread is interrupted: {@code proposing}
     */
    static void sleep(int attempt, String doing) {
        long longest = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(attempt, MOST_DOUBLINGS));
        try {
            // Those who collided once must not meet again at the same moment.
            Thread.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BaselinesException("interrupted while " + doing, e);
        }
    }
}
