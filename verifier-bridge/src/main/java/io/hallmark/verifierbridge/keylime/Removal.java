package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.publish.Pause;
import io.hallmark.verifierbridge.keylime.client.Agents;
import java.time.Duration;

/**
 * Removes agents from a verifier, which takes until an attestation that is under way has ended.
 *
 * @param longest how long is waited for one
 */
record Removal(Agents agents, Duration longest, Pause pause) {
    private static final Duration STEP = Duration.ofMillis(250);

    void of(String id) {
        boolean gone = agents.delete(id);
        for (Duration waited = Duration.ZERO; !gone && waited.compareTo(longest) < 0; waited = waited.plus(STEP)) {
            pause.pause(STEP);
            if (Thread.currentThread().isInterrupted()) {
                throw BaselinesException.remote("interrupted while agent " + id + " is being removed", null);
            }
            gone = agents.state(id).isEmpty();
        }
        if (!gone) {
            throw BaselinesException.remote(
                    "agent " + id + " is not removed after " + longest.toSeconds()
                            + " s, since its attestation has not ended; run the publication again",
                    null);
        }
    }
}
