package io.hallmark.baselines.diff;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.chain.BootStage;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import io.hallmark.measuredboot.prediction.Prediction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a baseline's newest set changes against the one that was newest before, told as a chain of causes: artifacts and
 * configuration, the events that follow from them, the PCRs that follow from those.
 *
 * @param first whether there was no baseline before
 * @param artifacts that came, went or changed
 * @param configuration what changed in the chain's description, in words
 * @param events that came, went or changed
 * @param pcrs all, by index
 * @param banksRemoved banks that had values before and have none now
 * @param weaker in what nodes are held to less than before, besides PCRs that shrink as a whole; one line each
 * @param sets how many sets are accepted now, and how many of them mix new and previous parts
 * @param notCovered what no PCR covers
 */
public record BaselineDiff(
        boolean first,
        List<ArtifactChange> artifacts,
        List<String> configuration,
        List<EventChange> events,
        List<PcrChange> pcrs,
        List<Bank> banksRemoved,
        List<String> weaker,
        Sets sets,
        List<String> notCovered) {

    /**
     * The sets that are accepted after the change.
     *
     * @param leftOut mixes that are not accepted, with the reason; one line each
     */
    public record Sets(int accepted, int mixes, int pending, List<String> leftOut) {
        public Sets {
            leftOut = List.copyOf(leftOut);
        }

        static Sets of(BaselineDocument document, List<String> leftOut) {
            AcceptedSet newest = document.accepted().get(0);
            List<AcceptedSet> others = document.accepted().stream()
                    .filter(set -> !set.mix().isEmpty())
                    .toList();
            int pending = (int) others.stream()
                    .filter(set -> set.chain().equals(newest.chain())
                            && set.artifacts().equals(newest.artifacts()))
                    .count();
            return new Sets(document.accepted().size(), others.size() - pending, pending, leftOut);
        }

        /** {@code 4, of which 2 mix new and previous parts}. */
        String words() {
            return accepted
                    + (mixes == 0 ? "" : ", of which " + mixes + " mix new and previous parts")
                    + (pending == 0 ? "" : ", of which " + pending + " hold after updates of keys that are pending");
        }
    }

    public BaselineDiff {
        artifacts = List.copyOf(artifacts);
        configuration = List.copyOf(configuration);
        events = List.copyOf(events);
        pcrs = List.copyOf(pcrs);
        banksRemoved = List.copyOf(banksRemoved);
        weaker = List.copyOf(weaker);
        notCovered = List.copyOf(notCovered);
    }

    /**
     * Compares the newest sets of a baseline before and after.
     *
     * @param leftOut mixes of new and previous parts that are not accepted, with the reason; one line each
     */
    static BaselineDiff between(Optional<BaselineDocument> before, BaselineDocument after, List<String> leftOut) {
        Optional<AcceptedSet> previous =
                before.map(document -> document.accepted().get(0));
        AcceptedSet next = after.accepted().get(0);
        List<EventChange> events = previous.map(set -> EventDiff.between(
                        set.prediction().events(), next.prediction().events()))
                .orElse(List.of());
        return new BaselineDiff(
                before.isEmpty(),
                previous.map(set -> ArtifactDiff.between(set.artifacts(), next.artifacts()))
                        .orElseGet(() -> ArtifactDiff.between(List.of(), next.artifacts())),
                previous.map(set -> configuration(set, next)).orElse(List.of()),
                events,
                pcrs(before, after, events),
                before.map(document -> document.banks().stream()
                                .filter(bank -> !after.banks().contains(bank))
                                .toList())
                        .orElse(List.of()),
                before.map(document -> Weaker.lines(document, after)).orElse(List.of()),
                Sets.of(after, leftOut),
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
                if (!Objects.equals(was.get(name), is.get(name))) {
                    words.add(kinds.get(i) + " " + name + ": " + Words.diff(text(was.get(name)), text(is.get(name))));
                }
            }
        }
        return words;
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }

    private static List<PcrChange> pcrs(
            Optional<BaselineDocument> before, BaselineDocument after, List<EventChange> events) {
        Prediction fresh = after.accepted().get(0).prediction();
        Optional<Prediction> old =
                before.map(document -> document.accepted().get(0).prediction());
        Set<Integer> indices = new TreeSet<>();
        old.ifPresent(prediction -> prediction.pcrs().forEach(pcr -> indices.add(pcr.pcr())));
        fresh.pcrs().forEach(pcr -> indices.add(pcr.pcr()));
        List<PcrChange> changes = new ArrayList<>();
        for (int index : indices) {
            Set<String> causes = new LinkedHashSet<>();
            events.stream().filter(event -> event.pcr() == index).forEach(event -> causes.add(event.because()));
            changes.add(new PcrChange(
                    index,
                    old.flatMap(prediction -> values(prediction, index)),
                    values(fresh, index),
                    List.copyOf(causes),
                    after.enforce().contains(index),
                    before.isPresent() && notEnforced(before.get(), index).isEmpty(),
                    before.isPresent() && hold(after, index).compareTo(hold(before.get(), index)) < 0,
                    notEnforced(after, index)));
        }
        return changes;
    }

    private static Hold hold(BaselineDocument document, int pcr) {
        return Hold.of(document.accepted().get(0), pcr, document.enforce());
    }

    private static Optional<Digests> values(Prediction prediction, int pcr) {
        return prediction.pcr(pcr).map(PredictedPcr::values).filter(values -> !values.isEmpty());
    }

    /** The reason that no node can do anything about comes first: who asks for such a PCR must know that it is in vain. */
    private static Optional<String> notEnforced(BaselineDocument document, int pcr) {
        Optional<PredictedPcr> predicted =
                document.accepted().get(0).prediction().pcr(pcr);
        if (predicted.isEmpty()) {
            return Optional.of("no event of the new chain extends it");
        }
        return predicted
                .get()
                .notEnforceable()
                .or(() -> document.enforce().contains(pcr)
                        ? Optional.empty()
                        : Optional.of("the settings of the baselines repository do not list it under 'enforce'"));
    }

    /** PCRs that nodes show the same value of as before. */
    public List<PcrChange> unchangedPcrs() {
        return pcrs.stream().filter(pcr -> !pcr.changed()).toList();
    }
}
