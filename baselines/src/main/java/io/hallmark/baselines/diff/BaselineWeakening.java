package io.hallmark.baselines.diff;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import java.util.List;
import java.util.Optional;

/** In what a baseline holds nodes to less than another state of it does, whoever wrote it. */
public final class BaselineWeakening {
    private BaselineWeakening() {}

    /** One line each, with the PCR and the chain; empty when nodes are held to no less. */
    public static List<String> of(BaselineDocument before, BaselineDocument after) {
        AcceptedSet newest = after.accepted().get(0);
        ProposalReport.Change change = ProposalReport.Change.of(Optional.of(before), after);
        return ProposalReport.of(after.image(), newest.source(), List.of(change), List.of())
                .shrinking();
    }
}
