package io.hallmark.baselines.rollout;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.EvidenceDocument.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether nodes have left the sets of a baseline that are to be retired. Only what nodes have shown counts; time passing
 * is no evidence.
 *
 * @param objections why it is too early, or not known, one line each; empty when the evidence is good
 * @param facts what the evidence says, one line each
 */
public record RetirementCheck(List<String> objections, List<String> facts) {
    private static final int MOST_NAMED = 20;

    public RetirementCheck {
        objections = List.copyOf(objections);
        facts = List.copyOf(facts);
    }

    /**
     * Looks at what the nodes of a baseline's class have shown.
     *
     * @param remaining the sets that stay accepted, the newest first
     * @param observations of any baselines
     * @param since when the newest set is accepted since: what a node showed before says nothing of what it boots since then
     * @param quiet how long no node may have shown a set that is to be retired, up to the newest observation
     */
    public static RetirementCheck of(
            BaselineDocument baseline,
            List<AcceptedSet> remaining,
            Collection<Observation> observations,
            Instant since,
            Optional<Duration> quiet) {
        String path = BaselineDocument.path(baseline.image(), baseline.chain(), baseline.hardware());
        List<Observation> own =
                observations.stream().filter(seen -> seen.isOf(baseline)).toList();
        if (own.isEmpty()) {
            return new RetirementCheck(
                    List.of(path + ": there is no evidence of any node, so nobody knows what they boot"), List.of());
        }
        Sets sets = Sets.of(baseline, remaining);
        Instant newest =
                own.stream().map(Observation::seen).max(Instant::compareTo).orElseThrow();
        List<String> objections = new ArrayList<>();
        int moved = 0;
        for (List<Observation> ofNode : byNode(own).values()) {
            Optional<String> objection = sets.objection(ofNode)
                    .or(() -> outdated(ofNode, since))
                    .or(() -> quiet.flatMap(time -> sets.recent(ofNode, newest.minus(time), newest)));
            objection.ifPresent(objections::add);
            moved += objection.isPresent() ? 0 : 1;
        }
        List<String> facts = moved == 0
                ? List.of()
                : List.of(path + ": " + moved + (moved == 1 ? " node shows" : " nodes show") + " the newest set, of "
                        + words(baseline.accepted().get(0)) + ", last seen " + newest);
        return new RetirementCheck(shortened(path, objections), facts);
    }

    private static Optional<String> outdated(List<Observation> ofNode, Instant since) {
        return ofNode.stream()
                .max(Comparator.comparing(Observation::seen))
                .filter(last -> last.seen().isBefore(since))
                .map(last -> last.node() + " was last seen " + last.seen() + " by " + last.from()
                        + ", before the newest set was accepted, " + since + "; give evidence of since then");
    }

    private static List<String> shortened(String path, List<String> objections) {
        List<String> lines = new ArrayList<>();
        objections.stream().limit(MOST_NAMED).forEach(line -> lines.add(path + ": " + line));
        if (objections.size() > MOST_NAMED) {
            lines.add(path + ": and " + (objections.size() - MOST_NAMED) + " more nodes");
        }
        return lines;
    }

    private static Map<String, List<Observation>> byNode(List<Observation> own) {
        Map<String, List<Observation>> byNode = new TreeMap<>();
        own.forEach(seen ->
                byNode.computeIfAbsent(seen.node(), node -> new ArrayList<>()).add(seen));
        return byNode;
    }

    private static String words(AcceptedSet set) {
        String commit = set.source().commit();
        return (commit.isEmpty() ? "no commit" : commit.substring(0, Math.min(10, commit.length())))
                + (set.mix().isEmpty() ? "" : " (" + set.mix() + ")");
    }

    /** The sets of a baseline by what tells them apart. */
    private record Sets(Set<String> remaining, Map<String, String> old) {

        static Sets of(BaselineDocument baseline, List<AcceptedSet> remaining) {
            Set<String> stay = remaining.stream().map(AcceptedSet::fingerprint).collect(Collectors.toSet());
            Map<String, String> old = new TreeMap<>();
            for (int i = 1; i < baseline.accepted().size(); i++) {
                AcceptedSet set = baseline.accepted().get(i);
                old.putIfAbsent(set.fingerprint(), "set " + (i + 1) + ", of " + words(set));
            }
            old.keySet().removeAll(stay);
            return new Sets(stay, old);
        }

        /** What a node shows now; where it showed several things at one time, the worst of them. */
        Optional<String> objection(List<Observation> ofNode) {
            Instant last = ofNode.stream()
                    .map(Observation::seen)
                    .max(Instant::compareTo)
                    .orElseThrow();
            return ofNode.stream()
                    .filter(seen -> seen.seen().equals(last))
                    .flatMap(seen -> wrong(seen).stream())
                    .findFirst();
        }

        private Optional<String> wrong(Observation seen) {
            String set = seen.set().orElse("");
            if (remaining.contains(set)) {
                return Optional.empty();
            }
            return Optional.of(seen.node()
                    + (old.containsKey(set)
                            ? " still shows " + old.get(set)
                            : " shows none of the accepted sets, so its state is not known")
                    + ", seen " + seen.seen() + " by " + seen.from());
        }

        Optional<String> recent(List<Observation> ofNode, Instant since, Instant newest) {
            return ofNode.stream()
                    .filter(seen -> seen.seen().isAfter(since)
                            && seen.set().filter(old::containsKey).isPresent())
                    .max(Comparator.comparing(Observation::seen))
                    .map(seen -> seen.node() + " showed "
                            + old.get(seen.set().orElseThrow()) + ", at " + seen.seen()
                            + "; 'retire-after' in the settings asks for a longer time before the newest evidence of "
                            + newest);
        }
    }
}
