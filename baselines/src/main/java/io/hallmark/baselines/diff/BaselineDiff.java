package io.hallmark.baselines.diff;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.chain.BootStage;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a baseline's newest set changes against the one that was newest before, told as a chain of causes: artifacts and
 * configuration, the events that follow from them, the PCRs that follow from those.
 *
 * @param first whether there was no baseline before
 * @param artifacts that came, went or changed
 * @param configuration what changed in the chain's description, in words
 * @param events that came, went or changed
 * @param pcrs all, by index
 * @param sets how many sets are accepted now, and how many of them mix new and previous parts
 * @param notCovered what no PCR covers
 */
public record BaselineDiff(
        boolean first,
        List<ArtifactChange> artifacts,
        List<String> configuration,
        List<EventChange> events,
        List<PcrChange> pcrs,
        Sets sets,
        List<String> notCovered) {

    /** The sets that are accepted after the change. */
    public record Sets(int accepted, int mixes) {}

    public BaselineDiff {
        artifacts = List.copyOf(artifacts);
        configuration = List.copyOf(configuration);
        events = List.copyOf(events);
        pcrs = List.copyOf(pcrs);
        notCovered = List.copyOf(notCovered);
    }

    /** Compares the newest sets of a baseline before and after. */
    public static BaselineDiff between(Optional<BaselineDocument> before, BaselineDocument after) {
        Optional<AcceptedSet> previous =
                before.map(document -> document.accepted().get(0));
        AcceptedSet next = after.accepted().get(0);
        List<EventChange> events = events(previous, next);
        return new BaselineDiff(
                before.isEmpty(),
                previous.map(set -> ArtifactDiff.between(set.artifacts(), next.artifacts()))
                        .orElseGet(() -> ArtifactDiff.between(List.of(), next.artifacts())),
                previous.map(set -> configuration(set, next)).orElse(List.of()),
                previous.isEmpty() ? List.of() : events,
                pcrs(previous, next, events),
                new Sets(after.accepted().size(), (int) after.accepted().stream()
                        .filter(set -> !set.mix().isEmpty())
                        .count()),
                next.prediction().notCovered());
    }

    /** PCRs whose value is another than before. */
    public List<PcrChange> changedPcrs() {
        return pcrs.stream().filter(PcrChange::changed).toList();
    }

    private static List<String> configuration(AcceptedSet before, AcceptedSet after) {
        List<String> words = new ArrayList<>();
        List<BootStage> old = before.chain().stages();
        List<BootStage> fresh = after.chain().stages();
        List<String> kinds = fresh.stream().map(stage -> stage.kind().name()).toList();
        List<String> oldKinds = old.stream().map(stage -> stage.kind().name()).toList();
        if (!kinds.equals(oldKinds)) {
            words.add("stages: " + String.join(" → ", oldKinds) + " became " + String.join(" → ", kinds));
            return words;
        }
        for (int i = 0; i < fresh.size(); i++) {
            Map<String, Object> was = old.get(i).values().asMap();
            Map<String, Object> is = fresh.get(i).values().asMap();
            Set<String> names = new LinkedHashSet<>(was.keySet());
            names.addAll(is.keySet());
            for (String name : names) {
                if (!java.util.Objects.equals(was.get(name), is.get(name))) {
                    words.add(kinds.get(i) + " " + name + ": " + Words.diff(text(was.get(name)), text(is.get(name))));
                }
            }
        }
        return words;
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }

    private static List<EventChange> events(Optional<AcceptedSet> before, AcceptedSet after) {
        Map<Integer, List<PredictedEvent>> old =
                byPcr(before.map(set -> set.prediction().events()).orElse(List.of()));
        Map<Integer, List<PredictedEvent>> fresh = byPcr(after.prediction().events());
        Set<Integer> indices = new java.util.TreeSet<>(old.keySet());
        indices.addAll(fresh.keySet());
        List<EventChange> changes = new ArrayList<>();
        for (int pcr : indices) {
            changes.addAll(events(pcr, old.getOrDefault(pcr, List.of()), fresh.getOrDefault(pcr, List.of())));
        }
        return changes;
    }

    /** Lines the events up by what they measure, then tells those with another digest. */
    private static List<EventChange> events(int pcr, List<PredictedEvent> before, List<PredictedEvent> after) {
        List<EventChange> changes = new ArrayList<>();
        for (Alignment.Pair<PredictedEvent> pair : Alignment.of(before, after, BaselineDiff::sameThing)) {
            boolean same = pair.before().isPresent()
                    && pair.after().isPresent()
                    && pair.before().get().digests().equals(pair.after().get().digests())
                    && pair.before().get().variation().equals(pair.after().get().variation());
            if (!same) {
                changes.add(new EventChange(
                        pcr,
                        pair.before().map(BaselineDiff::what),
                        pair.after().map(BaselineDiff::what),
                        because(pair.after().or(pair::before).orElseThrow())));
            }
        }
        return changes;
    }

    private static boolean sameThing(PredictedEvent a, PredictedEvent b) {
        if (!a.type().equals(b.type())) {
            return false;
        }
        if (a.provenance() instanceof Provenance.Computed x && b.provenance() instanceof Provenance.Computed y) {
            return x.rule().equals(y.rule())
                    && (x.artifacts().isEmpty() || x.artifacts().equals(y.artifacts()))
                    && (!x.rule().startsWith("uki.section") || a.description().equals(b.description()));
        }
        return a.provenance().getClass() == b.provenance().getClass()
                && a.digests().equals(b.digests());
    }

    private static String what(PredictedEvent event) {
        return event.description().isEmpty() ? event.type().name() : event.description();
    }

    private static String because(PredictedEvent event) {
        if (event.provenance() instanceof Provenance.Computed computed) {
            return computed.artifacts().isEmpty() ? "the boot configuration" : String.join(", ", computed.artifacts());
        }
        return event.provenance() instanceof Provenance.Copied
                ? "the hardware profile's reference log"
                : "an assumption";
    }

    private static Map<Integer, List<PredictedEvent>> byPcr(List<PredictedEvent> events) {
        Map<Integer, List<PredictedEvent>> byPcr = new TreeMap<>();
        events.forEach(event ->
                byPcr.computeIfAbsent(event.pcr(), pcr -> new ArrayList<>()).add(event));
        return byPcr;
    }

    private static List<PcrChange> pcrs(Optional<AcceptedSet> before, AcceptedSet after, List<EventChange> events) {
        Set<Integer> indices = new java.util.TreeSet<>();
        before.ifPresent(set -> set.prediction().pcrs().forEach(pcr -> indices.add(pcr.pcr())));
        after.prediction().pcrs().forEach(pcr -> indices.add(pcr.pcr()));
        List<PcrChange> changes = new ArrayList<>();
        for (int index : indices) {
            Optional<PredictedPcr> old = before.flatMap(set -> set.prediction().pcr(index));
            Optional<PredictedPcr> fresh = after.prediction().pcr(index);
            Set<String> causes = new LinkedHashSet<>();
            events.stream().filter(event -> event.pcr() == index).forEach(event -> causes.add(event.because()));
            changes.add(new PcrChange(
                    index,
                    old.map(PredictedPcr::values).filter(values -> !values.equals(Digests.none())),
                    fresh.map(PredictedPcr::values).filter(values -> !values.equals(Digests.none())),
                    List.copyOf(causes),
                    old.isPresent() && old.get().notEnforceable().isEmpty(),
                    fresh.isEmpty()
                            ? Optional.of("no event of the new chain extends it")
                            : fresh.get().notEnforceable()));
        }
        return changes;
    }
}
