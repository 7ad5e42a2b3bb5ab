package io.hallmark.verifierbridge.keylime.refstate;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One accepted set: the events of each PCR that is judged, as indices into the reference state's events.
 *
 * @param fingerprint of the set, by which evidence names it
 * @param source where the set comes from
 * @param mix what it mixes during a roll-out, in words, or empty
 * @param artifacts names of what is booted
 * @param pcrs by index of the PCR, in the order of the log; an empty list where no event is allowed
 * @param notJudged the other PCRs that are to be enforced, each with the reason
 */
record AcceptedBoot(
        String fingerprint,
        AcceptedSet.Source source,
        String mix,
        List<String> artifacts,
        SortedMap<Integer, List<Integer>> pcrs,
        SortedMap<Integer, String> notJudged) {
    AcceptedBoot {
        artifacts = List.copyOf(artifacts);
        pcrs = Collections.unmodifiableSortedMap(new TreeMap<>(pcrs));
        notJudged = Collections.unmodifiableSortedMap(new TreeMap<>(notJudged));
    }

    static AcceptedBoot of(AcceptedSet set, List<Integer> enforce, List<Bank> banks, EventTable table) {
        SortedMap<Integer, List<Integer>> pcrs = new TreeMap<>();
        SortedMap<Integer, String> notJudged = new TreeMap<>();
        for (int pcr : enforce) {
            List<PredictedEvent> events = set.prediction().events().stream()
                    .filter(event -> event.pcr() == pcr && !event.type().equals(EventType.EV_NO_ACTION))
                    .toList();
            whyNotJudged(set.prediction().pcr(pcr), events, banks)
                    .ifPresentOrElse(
                            reason -> notJudged.put(pcr, ExpectedEvent.shortened(reason)),
                            () -> pcrs.put(pcr, indices(events, banks, table)));
        }
        return new AcceptedBoot(
                set.fingerprint(),
                set.source(),
                set.mix(),
                set.artifacts().stream().map(Artifact::name).toList(),
                pcrs,
                notJudged);
    }

    private static List<Integer> indices(List<PredictedEvent> events, List<Bank> banks, EventTable table) {
        List<Integer> indices = new ArrayList<>();
        events.forEach(event -> indices.add(table.index(ExpectedEvent.of(event, banks))));
        return indices;
    }

    /** An event may vary in its place; but what is not certain in number, order or digest is nothing to judge by. */
    private static Optional<String> whyNotJudged(
            Optional<PredictedPcr> pcr, List<PredictedEvent> events, List<Bank> banks) {
        Optional<String> known =
                pcr.filter(predicted -> !predicted.onlyVaries()).flatMap(PredictedPcr::notEnforceable);
        if (known.isPresent()) {
            return known;
        }
        for (PredictedEvent event : events) {
            if (event.provenance() instanceof Provenance.Assumed assumed) {
                return Optional.of("assumed: " + event.description() + ": " + assumed.reason());
            }
            if (event.variation().filter(variation -> variation.numberVaries()).isPresent()) {
                return Optional.of("varies: " + event.variation().get().reason());
            }
            if (event.variation().isEmpty() && !event.digests().banks().containsAll(banks)) {
                return Optional.of(
                        "the event '" + event.description() + "' has no digest in one of the banks " + labels(banks));
            }
        }
        return Optional.empty();
    }

    static List<String> labels(List<Bank> banks) {
        return banks.stream().map(Bank::label).toList();
    }

    /** Whether nodes are held to at least one digest. */
    boolean holdsNodes(List<ExpectedEvent> events) {
        return pcrs.values().stream()
                .flatMap(List::stream)
                .anyMatch(index -> !events.get(index).digests().isEmpty());
    }

    Map<String, Object> json() {
        Map<String, Object> from = new LinkedHashMap<>();
        from.put("repository", source.repository());
        from.put("commit", source.commit());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("fingerprint", fingerprint);
        json.put("source", from);
        json.put("mix", mix);
        json.put("artifacts", artifacts);
        json.put("pcrs", pcrs);
        json.put("not-judged", notJudged);
        return json;
    }
}
