package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.PlanItem;
import java.util.List;
import java.util.Optional;

/** Items of one kind among those of a target, told by the beginning of their names. */
interface PolicyPart {
    /** What items begin with: {@code mbpolicy/}. */
    String prefix();

    List<PlanItem> plan(ApprovedState state);

    /** @param name without the prefix */
    String apply(String name, PlanItem item);

    /** @param name without the prefix */
    Optional<byte[]> readBack(String name);
}
