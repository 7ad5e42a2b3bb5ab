package io.hallmark.measuredboot.chain;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a chain measures.
 *
 * @param events in order
 * @param notCovered what the stages load that no PCR covers; one line each
 * @param unconfirmed what stages went by and no recording confirms
 */
public record ChainEvents(List<PredictedEvent> events, List<String> notCovered, Set<Unconfirmed> unconfirmed) {
    public ChainEvents {
        events = List.copyOf(events);
        notCovered = List.copyOf(notCovered);
        unconfirmed = Collections.unmodifiableSet(new LinkedHashSet<>(unconfirmed));
    }
}
