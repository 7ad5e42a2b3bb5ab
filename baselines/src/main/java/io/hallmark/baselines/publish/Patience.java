package io.hallmark.baselines.publish;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a target that is down is tried again: with pauses of 1, 2, 4, … seconds, none over a minute.
 *
 * <p>Only pauses count against the bound, so that it does not hang on a clock.
 *
 * @param attempts how often to try at least, the first time included
 * @param pauses once these attempts are used up, go on until the pauses add up to this; empty to stop then
 */
public record Patience(int attempts, Optional<Duration> pauses) {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /**
     * The pause before the next attempt.
     *
     * @param failed how many attempts have failed, at least 1
     * @param paused the sum of all pauses so far
     * @return empty when it is time to give up
     */
    public Optional<Duration> next(int failed, Duration paused) {
        boolean more = failed < attempts
                || pauses.filter(longest -> paused.compareTo(longest) < 0).isPresent();
        if (!more) {
            return Optional.empty();
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(failed - 1, 16));
        return Optional.of(pause.compareTo(LONGEST) > 0 ? LONGEST : pause);
    }
}
