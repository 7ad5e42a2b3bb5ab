package io.hallmark.puppetbridge.puppet;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which baseline the nodes of each role have applied.
 *
 * @param roles the newest run of each node, by role; sorted by name of the node. Nodes that no profile was applied to are of
 *     role {@code ""}.
 */
public record RoleTable(SortedMap<String, List<NodeRun>> roles) {
    private static final int MOST_NAMES = 10;

    public RoleTable {
        SortedMap<String, List<NodeRun>> copy = new TreeMap<>();
        roles.forEach((role, runs) -> copy.put(role, List.copyOf(runs)));
        roles = Collections.unmodifiableSortedMap(copy);
    }

    /** Of several runs of a node the newest counts. */
    public static RoleTable of(Collection<NodeRun> runs) {
        Map<String, NodeRun> newest = new TreeMap<>();
        runs.forEach(run ->
                newest.merge(run.node(), run, (one, other) -> later(other.time(), one.time()) ? other : one));
        SortedMap<String, List<NodeRun>> roles = new TreeMap<>();
        newest.values().stream()
                .sorted(Comparator.comparing(NodeRun::node))
                .forEach(run -> roles.computeIfAbsent(run.role().orElse(""), role -> new ArrayList<>())
                        .add(run));
        return new RoleTable(roles);
    }

    /** Puppet writes times of any zone, with or without parts of a second. */
    private static boolean later(String time, String than) {
        try {
            return OffsetDateTime.parse(time)
                    .toInstant()
                    .isAfter(OffsetDateTime.parse(than).toInstant());
        } catch (DateTimeParseException e) {
            return time.compareTo(than) > 0;
        }
    }

    /** The nodes that have not applied a baseline: another one, pending, or failed. */
    public List<NodeRun> behind(String baseline) {
        return roles.values().stream()
                .flatMap(List::stream)
                .filter(run -> run.state() != NodeRun.State.APPLIED
                        || !run.baseline().equals(Optional.of(baseline))
                        || run.role().isEmpty())
                .toList();
    }

    /**
     * How far each role is with a baseline, one line each: how many nodes have applied it, and which ones failed or have
     * something pending. Nodes without a role are not counted.
     */
    public List<String> words(String baseline) {
        List<String> words = new ArrayList<>();
        roles.forEach((role, runs) -> {
            if (role.isEmpty()) {
                return;
            }
            List<NodeRun> behind =
                    behind(baseline).stream().filter(runs::contains).toList();
            StringBuilder line = new StringBuilder("role " + role + ": " + (runs.size() - behind.size()) + " of "
                    + runs.size() + " nodes have applied " + baseline);
            for (NodeRun.State state : NodeRun.State.values()) {
                List<String> nodes = behind.stream()
                        .filter(run -> run.state() == state)
                        .map(NodeRun::node)
                        .toList();
                if (!nodes.isEmpty()) {
                    String label = state == NodeRun.State.APPLIED ? "another one" : state.label();
                    line.append("; ").append(label).append(": ").append(some(nodes));
                }
            }
            words.add(line.toString());
        });
        return words;
    }

    private static String some(List<String> nodes) {
        return String.join(", ", nodes.stream().limit(MOST_NAMES).toList())
                + (nodes.size() > MOST_NAMES ? " and " + (nodes.size() - MOST_NAMES) + " more" : "");
    }
}
