package io.hallmark.baselines.diff;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a reviewer is asked, in one sentence or two. */
final class Decision {
    private static final int MOST_NAMED = 6;

    private Decision() {}

    static String of(ProposalReport report) {
        if (report.groups().isEmpty()) {
            return "There is nothing to decide: no baseline changes.";
        }
        String where = where(report.groups());
        if (report.groups().stream().allMatch(group -> group.diff().first())) {
            return "Shall nodes of " + where + " be held to these first golden measurements?";
        }
        Set<String> what = new LinkedHashSet<>();
        report.groups().stream()
                .filter(group -> !group.diff().first())
                .forEach(group -> what.addAll(changes(group.diff())));
        String question = "Is this change meant: " + list(what) + "? ";
        List<ProposalReport.Group> affected = report.groups().stream()
                .filter(group -> !heldTo(group).isEmpty())
                .toList();
        Set<Integer> held = new TreeSet<>();
        affected.forEach(group -> held.addAll(heldTo(group)));
        if (held.isEmpty()) {
            return question + "No value that nodes of " + where + " are held to changes.";
        }
        return question + "Then nodes of " + where(affected) + " may show the new values of PCR "
                + held.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ".";
    }

    /** The changed PCRs that nodes of these profiles are held to. */
    private static List<Integer> heldTo(ProposalReport.Group group) {
        return group.diff().changedPcrs().stream()
                .filter(pcr -> pcr.notEnforced().isEmpty())
                .map(PcrChange::pcr)
                .toList();
    }

    private static String where(List<ProposalReport.Group> groups) {
        long hardware = groups.stream()
                .flatMap(group -> group.hardware().stream())
                .distinct()
                .count();
        return hardware == 1 ? "one hardware profile" : hardware + " hardware profiles";
    }

    /** Artifacts with their versions, and the boot configuration. */
    static String whatChanged(BaselineDiff diff) {
        return list(new LinkedHashSet<>(changes(diff)));
    }

    static String pcrs(List<PcrChange> pcrs, String none) {
        return pcrs.isEmpty()
                ? none
                : pcrs.stream().map(pcr -> String.valueOf(pcr.pcr())).collect(Collectors.joining(", "));
    }

    private static List<String> changes(BaselineDiff diff) {
        List<String> changes = new ArrayList<>();
        for (ArtifactChange change : diff.artifacts()) {
            String version = change.version().map(v -> " " + v).orElse("");
            changes.add(
                    switch (change.kind()) {
                        case CHANGED -> change.name() + version;
                        case ADDED -> change.name() + version + " added";
                        case REMOVED -> change.name() + " removed";
                    });
        }
        if (!diff.configuration().isEmpty()) {
            changes.add("boot configuration");
        }
        return changes;
    }

    private static String list(Set<String> what) {
        if (what.isEmpty()) {
            return "recomputed";
        }
        String named = what.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return what.size() <= MOST_NAMED ? named : named + " and " + (what.size() - MOST_NAMED) + " more";
    }
}
