package io.hallmark.verifierbridge.format;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.digest.Bank;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The accepted sets of a baseline by names that follow from the expected events, for formats with a file a set. */
public final class DistinctSets {
    private static final int NAME_DIGITS = 12;

    private DistinctSets() {}

    /** Newest first; sets that expect the same events are one. */
    public static Map<String, AcceptedSet> of(BaselineDocument baseline) {
        Map<String, AcceptedSet> sets = new LinkedHashMap<>();
        baseline.accepted()
                .forEach(set -> sets.putIfAbsent(name(set.prediction().events()), set));
        return sets;
    }

    private static String name(List<PredictedEvent> events) {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(event.pcr())
                .append(' ')
                .append(event.type().name())
                .append(' ')
                .append(event.digests())
                .append(' ')
                .append(Bank.SHA256.hash(event.data().bytes()))
                .append('\n'));
        return Bank.SHA256
                .hash(text.toString().getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, NAME_DIGITS);
    }
}
