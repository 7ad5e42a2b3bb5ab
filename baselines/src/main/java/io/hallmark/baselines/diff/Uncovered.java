package io.hallmark.baselines.diff;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a chain loads that no PCR covers, with what to do about it.
 *
 * @param chain name
 * @param hardware names of the profiles that this holds for alike
 * @param lines one for each gap; empty when there is none
 */
public record Uncovered(String chain, List<String> hardware, List<String> lines) {
    /** What the section of a report is called. */
    public static final String TITLE = "Not covered by any PCR";

    /** What the section says of a chain without a gap. */
    public static final String NOTHING = "nothing: all that the chain's description names is measured";

    /** A gap is told with its remedy, so that it takes more room than other lines; in characters. */
    static final int LONGEST = 1000;

    public Uncovered {
        hardware = List.copyOf(hardware);
        lines = List.copyOf(lines);
    }

    /** One for each chain, or more where a chain has other gaps on other hardware. */
    static List<Uncovered> of(List<ProposalReport.Group> groups) {
        Map<Uncovered, Set<String>> alike = new LinkedHashMap<>();
        groups.forEach(group -> alike.computeIfAbsent(
                        new Uncovered(group.chain(), List.of(), group.diff().notCovered()),
                        key -> new LinkedHashSet<>())
                .addAll(group.hardware()));
        return alike.entrySet().stream()
                .map(entry -> new Uncovered(
                        entry.getKey().chain(),
                        List.copyOf(entry.getValue()),
                        entry.getKey().lines()))
                .toList();
    }

    /** The lines, or the one that says that there is no gap. */
    List<String> words() {
        return lines.isEmpty() ? List.of(NOTHING) : lines;
    }
}
