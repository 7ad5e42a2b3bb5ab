package io.hallmark.baselines.diff;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The one line that says what to decide; it is also the subject of the commit. */
final class Title {
    private static final int LONGEST = 72;

    private Title() {}

    /** The most telling title that fits. */
    static String of(ProposalReport report) {
        String head = "Baselines of " + report.image() + ": ";
        String pcrs = pcrs(report.changedPcrs());
        List<String> candidates = new ArrayList<>();
        for (boolean versions : new boolean[] {true, false}) {
            Set<String> what = what(report, versions);
            candidates.add(head + list(what, what.size()) + pcrs);
            for (int named = Math.min(what.size() - 1, 3); named > 0; named--) {
                candidates.add(head + list(what, named) + pcrs);
            }
        }
        candidates.add(head + list(what(report, false), 1));
        candidates.add("Baselines of " + report.image());
        String last = candidates.get(candidates.size() - 1);
        return candidates.stream()
                .filter(title -> title.length() <= LONGEST)
                .findFirst()
                .orElseGet(() -> last.substring(0, LONGEST - 1) + "…");
    }

    private static String list(Set<String> what, int named) {
        String text = what.stream().limit(named).collect(Collectors.joining(", "));
        return named == what.size() ? text : text + " and " + (what.size() - named) + " more";
    }

    private static Set<String> what(ProposalReport report, boolean versions) {
        if (report.groups().stream().allMatch(group -> group.diff().first())) {
            return Set.of("first proposal");
        }
        Set<String> what = new LinkedHashSet<>();
        for (ProposalReport.Group group : report.groups()) {
            for (ArtifactChange change : group.diff().artifacts()) {
                String version = versions ? change.version().map(v -> " " + v).orElse("") : "";
                what.add(TextReport.oneLine(change.name())
                        + switch (change.kind()) {
                            case CHANGED -> version;
                            case ADDED -> group.diff().first() ? version : version + " added";
                            case REMOVED -> " removed";
                        });
            }
            if (!group.diff().configuration().isEmpty()) {
                what.add("boot configuration");
            }
        }
        return what.isEmpty() ? Set.of("recomputed") : what;
    }

    private static String pcrs(Set<Integer> pcrs) {
        if (pcrs.isEmpty()) {
            return " (no PCR changes)";
        }
        return (pcrs.size() == 1 ? " (PCR " : " (PCRs ")
                + pcrs.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")";
    }
}
