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
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What retiring changes in one state of the baselines repository, and what speaks for and against it. */
record Retirement(
        Map<String, Optional<byte[]>> files, List<String> report, List<String> facts, List<String> objections) {

    static Retirement of(Snapshot snapshot, Retire.Scope scope, List<Observation> observations) {
        Settings settings = Settings.read(Settings.FILE, snapshot.require(Settings.FILE));
        Optional<Duration> quiet = settings.retireAfterTime();
        Retirement retirement =
                new Retirement(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        boolean found = false;
        for (String path : snapshot.list("baselines/" + scope.image())) {
            BaselineDocument document = BaselineDocument.read(path, snapshot.require(path));
            found |= scope.covers(document);
            List<AcceptedSet> remaining = RollOut.remaining(document, pending(snapshot, document.hardware()));
            if (scope.covers(document) && document.accepted().size() > remaining.size()) {
                retirement.add(path, document, remaining, RetirementCheck.of(document, remaining, observations, quiet));
            }
        }
        if (!found) {
            throw new BaselinesException(
                    "image '" + scope.image() + "' has no such baseline in " + snapshot.describe());
        }
        return retirement;
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
