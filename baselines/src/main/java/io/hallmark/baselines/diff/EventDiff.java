package io.hallmark.baselines.diff;

import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares the events of two predictions PCR by PCR; a TPM does not see their order across PCRs. */
final class EventDiff {
    private EventDiff() {}

    static List<EventChange> between(List<PredictedEvent> before, List<PredictedEvent> after) {
        Map<Integer, List<PredictedEvent>> old = byPcr(before);
        Map<Integer, List<PredictedEvent>> fresh = byPcr(after);
        TreeSet<Integer> pcrs = new TreeSet<>(old.keySet());
        pcrs.addAll(fresh.keySet());
        List<EventChange> changes = new ArrayList<>();
        for (int pcr : pcrs) {
            changes.addAll(changes(pcr, old.getOrDefault(pcr, List.of()), fresh.getOrDefault(pcr, List.of())));
        }
        return changes;
    }

    private static List<EventChange> changes(int pcr, List<PredictedEvent> before, List<PredictedEvent> after) {
        List<EventChange> changes = new ArrayList<>();
        for (Alignment.Pair<PredictedEvent> pair :
                Alignment.of(before, after, EventDiff::sameMeasurement, EventDiff::sameThing)) {
            boolean same = pair.before().isPresent()
                    && pair.after().isPresent()
                    && sameMeasurement(pair.before().get(), pair.after().get());
            if (!same) {
                changes.add(new EventChange(
                        pcr,
                        pair.before().map(EventDiff::what),
                        pair.after().map(EventDiff::what),
                        because(pair.after().or(pair::before).orElseThrow())));
            }
        }
        return changes;
    }

    /** Nothing that a verifier sees is different, wherever the digests come from. */
    static boolean sameMeasurement(PredictedEvent a, PredictedEvent b) {
        return a.type().equals(b.type())
                && a.variation().equals(b.variation())
                && a.digests().equals(b.digests())
                && (!a.digests().isEmpty() || sameThing(a, b));
    }

    /** Both measure one thing, maybe with another digest. */
    static boolean sameThing(PredictedEvent a, PredictedEvent b) {
        if (!a.type().equals(b.type())) {
            return false;
        }
        if (a.provenance() instanceof Provenance.Computed x && b.provenance() instanceof Provenance.Computed y) {
            return x.rule().equals(y.rule())
                    && (x.artifacts().isEmpty() || x.artifacts().equals(y.artifacts()))
                    && (!x.rule().startsWith("uki.section") || a.description().equals(b.description()));
        }
        return a.provenance().getClass() == b.provenance().getClass()
                && a.description().equals(b.description());
    }

    static String what(PredictedEvent event) {
        return event.description().isEmpty() ? event.type().name() : event.description();
    }

    private static String because(PredictedEvent event) {
        if (event.provenance() instanceof Provenance.Computed computed) {
            return computed.artifacts().isEmpty() ? "the boot configuration" : String.join(", ", computed.artifacts());
        }
        return event.provenance() instanceof Provenance.Copied ? EventChange.REFERENCE_LOG : "an assumption";
    }

    private static Map<Integer, List<PredictedEvent>> byPcr(List<PredictedEvent> events) {
        Map<Integer, List<PredictedEvent>> byPcr = new TreeMap<>();
        events.forEach(event ->
                byPcr.computeIfAbsent(event.pcr(), pcr -> new ArrayList<>()).add(event));
        return byPcr;
    }
}
