package io.hallmark.baselines.publish;

import java.util.List;
import java.util.Optional;

/**
 * One thing that a target holds, or is to hold: a policy, a file, a data bag item.
 *
 * @param name that the target knows it by, unique within the target: {@code mbpolicy/compute.pxe.dell-r650}
 * @param action what applying it will do
 * @param content the exact bytes that are to be held; empty for what is to be removed, and for what is refused
 * @param words for people, one line each: what changes, or why it is refused and what to do instead
 */
public record PlanItem(String name, Action action, Optional<byte[]> content, List<String> words) {

    /** What applying an item does. */
    public enum Action {
        CREATE,
        UPDATE,
        REMOVE,
        /** The target holds it already. */
        KEEP,
        /** It would not work in production, so it is not pushed; the publication is not complete and says why. */
        REFUSED
    }

    public PlanItem {
        words = List.copyOf(words);
    }

    /** Whether applying it changes the target. */
    public boolean changes() {
        return action != Action.KEEP && action != Action.REFUSED;
    }
}
