package io.jenkins.plugins.hallmark.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** PCRs of a chain that change for the same reason, as people read them. */
public final class PcrGroup {
    private final PcrCause first;
    private final String pcrs;

    private PcrGroup(List<PcrCause> changes) {
        this.first = changes.get(0);
        this.pcrs =
                changes.stream().map(change -> String.valueOf(change.getPcr())).collect(Collectors.joining(", "));
    }

    static List<PcrGroup> of(List<PcrCause> changes) {
        Map<List<Object>, List<PcrCause>> groups = changes.stream()
                .collect(Collectors.groupingBy(
                        change -> List.of(change.getChain(), change.getCauses()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return groups.values().stream().map(PcrGroup::new).toList();
    }

    /** The indices, separated by commas. */
    public String getPcrs() {
        return pcrs;
    }

    /** The chain of the image. */
    public String getChain() {
        return first.getChain();
    }

    /** The artifacts and settings that the changes follow from; empty when there is none, as for a first proposal. */
    public String getReason() {
        return String.join(", ", first.getCauses());
    }
}
