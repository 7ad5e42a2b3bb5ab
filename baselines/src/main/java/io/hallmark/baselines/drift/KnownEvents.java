package io.hallmark.baselines.drift;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.digest.Digest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Digests that the baselines of a repository know, now or earlier in its history. */
final class KnownEvents {
    private final Map<Integer, Map<Digest, Known>> byPcr = new HashMap<>();

    /**
     * A known event.
     *
     * @param accepted whether the set that has it is accepted now
     */
    record Known(BaselineDocument baseline, AcceptedSet set, PredictedEvent event, boolean accepted) {}

    /** Of several sets that have an event the first one given counts. */
    void add(Collection<BaselineDocument> baselines, boolean accepted) {
        for (BaselineDocument baseline : baselines) {
            for (AcceptedSet set : baseline.accepted()) {
                for (PredictedEvent event : set.prediction().events()) {
                    Map<Digest, Known> known = byPcr.computeIfAbsent(event.pcr(), pcr -> new HashMap<>());
                    event.digests()
                            .all()
                            .forEach(digest -> known.putIfAbsent(digest, new Known(baseline, set, event, accepted)));
                }
            }
        }
    }

    Optional<Known> find(int pcr, Collection<Digest> digests) {
        Map<Digest, Known> known = byPcr.getOrDefault(pcr, Map.of());
        return digests.stream()
                .flatMap(digest -> Optional.ofNullable(known.get(digest)).stream())
                .findFirst();
    }
}
