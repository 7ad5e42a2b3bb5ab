package io.hallmark.baselines.propose;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.EvidenceDocument.Observation;
import io.hallmark.baselines.document.ProfileDocument;
import io.hallmark.baselines.document.Settings;
import io.hallmark.baselines.repository.Change;
import io.hallmark.baselines.repository.Snapshot;
import io.hallmark.baselines.rollout.RetirementCheck;
import io.hallmark.baselines.rollout.RollOut;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What retiring changes in one state of the baselines repository, and what speaks for and against it. */
record Retirement(
        Map<String, Optional<byte[]>> files, List<String> report, List<String> facts, List<String> objections) {

    private static final int MOST_NAMED = 20;

    static Retirement of(
            Snapshot snapshot, Retire.Scope scope, List<Observation> observations, Optional<Set<String>> nodes) {
        Settings settings = Settings.read(Settings.FILE, snapshot.require(Settings.FILE));
        Optional<Duration> quiet = settings.retireAfterTime();
        Retirement retirement =
                new Retirement(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Set<String> seen = new TreeSet<>();
        boolean found = false;
        for (String path : snapshot.list("baselines/" + scope.image())) {
            BaselineDocument document = BaselineDocument.read(path, snapshot.require(path));
            found |= scope.covers(document);
            List<AcceptedSet> remaining = RollOut.remaining(document, pending(snapshot, document.hardware()));
            if (scope.covers(document) && document.accepted().size() > remaining.size()) {
                String newest = document.accepted().get(0).fingerprint();
                Instant since = snapshot.since(path, bytes -> accepts(path, bytes, newest));
                retirement.add(
                        path, document, remaining, RetirementCheck.of(document, remaining, observations, since, quiet));
                observations.stream()
                        .filter(observation -> observation.isOf(document))
                        .forEach(observation -> seen.add(observation.node()));
            }
        }
        if (!found) {
            throw new BaselinesException(
                    "image '" + scope.image() + "' has no such baseline in " + snapshot.describe());
        }
        if (!retirement.files().isEmpty()) {
            retirement.complete(seen, nodes);
        }
        return retirement;
    }

    /** Whether a former state of a baseline accepts a set. One that can't be read any more does not. */
    private static boolean accepts(String path, byte[] document, String fingerprint) {
        try {
            return BaselineDocument.read(path, document).accepted().stream()
                    .anyMatch(set -> set.fingerprint().equals(fingerprint));
        } catch (BaselinesException e) {
            return false;
        }
    }

    /** Nodes that must be there and that nobody has seen; without a list of them the evidence is all that is known. */
    private void complete(Set<String> seen, Optional<Set<String>> nodes) {
        if (nodes.isEmpty()) {
            facts.add("The evidence names " + seen.size() + (seen.size() == 1 ? " node" : " nodes")
                    + "; whether there are others is not known");
            return;
        }
        List<String> missing = nodes.get().stream()
                .filter(node -> !seen.contains(node))
                .sorted()
                .toList();
        missing.stream()
                .limit(MOST_NAMED)
                .forEach(node -> objections.add("there is no evidence of " + node + ", which must be there"));
        if (missing.size() > MOST_NAMED) {
            objections.add("and of " + (missing.size() - MOST_NAMED) + " more nodes that must be there");
        }
        if (missing.isEmpty()) {
            facts.add("The evidence names all " + nodes.get().size() + " nodes that must be there");
        }
    }

    /** The updates that are pending on hardware; none where it is described no more. */
    private static Collection<String> pending(Snapshot snapshot, String hardware) {
        String path = ProfileDocument.path(hardware);
        return snapshot.read(path)
                .map(bytes -> ProfileDocument.read(path, bytes).afterPending().keySet())
                .orElse(Set.of());
    }

    private void add(String path, BaselineDocument document, List<AcceptedSet> remaining, RetirementCheck check) {
        BaselineDocument retired = RollOut.retire(document, remaining);
        files.put(path, Optional.of(retired.toYaml()));
        report.add(path + ": " + (document.accepted().size() - remaining.size()) + " sets retired, what remains is of "
                + retired.accepted().get(0).source().commit());
        facts.addAll(check.facts());
        objections.addAll(check.objections());
    }

    Change change(String image) {
        StringBuilder message = new StringBuilder("Retire previous sets of " + image + "\n\n"
                + "Nodes that still boot one of them will fail attestation.\n\n");
        report.forEach(line -> message.append(line).append('\n'));
        if (!facts.isEmpty()) {
            message.append("\nEvidence\n\n");
            facts.forEach(line -> message.append(line).append('\n'));
        }
        if (!objections.isEmpty()) {
            message.append("\nProposed without evidence: look at this first\n\n");
            objections.forEach(line -> message.append(line).append('\n'));
        }
        return new Change(files, message.toString(), Optional.empty());
    }
}
