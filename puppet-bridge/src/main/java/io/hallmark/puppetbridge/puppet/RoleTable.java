package io.hallmark.puppetbridge.puppet;

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
    public RoleTable {
        SortedMap<String, List<NodeRun>> copy = new TreeMap<>();
        roles.forEach((role, runs) -> copy.put(role, List.copyOf(runs)));
        roles = Collections.unmodifiableSortedMap(copy);
    }

    /** Of several runs of a node the newest counts. */
    public static RoleTable of(Collection<NodeRun> runs) {
        Map<String, NodeRun> newest = new TreeMap<>();
        runs.forEach(run ->
                newest.merge(run.node(), run, (one, other) -> other.time().compareTo(one.time()) > 0 ? other : one));
        SortedMap<String, List<NodeRun>> roles = new TreeMap<>();
        newest.values().stream()
                .sorted(Comparator.comparing(NodeRun::node))
                .forEach(run -> roles.computeIfAbsent(run.role().orElse(""), role -> new ArrayList<>())
                        .add(run));
        return new RoleTable(roles);
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
}
