package io.hallmark.baselines.diff;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An event of the boot log that comes, goes, or has another digest.
 *
 * @param before what is measured, as {@code after}; absent where the event is not there
 * @param because the artifact or rule that it follows from
 */
public record EventChange(int pcr, Optional<String> before, Optional<String> after, String because) {
    /** The cause of a change that no artifact explains. */
    static final String REFERENCE_LOG = "the hardware profile's reference log";

    /** {@code changed}, {@code added} or {@code removed}. */
    public String kind() {
        return before.isEmpty() ? "added" : after.isEmpty() ? "removed" : "changed";
    }

    /** What is measured now, or was. */
    public String what() {
        return after.or(this::before).orElse("");
    }

    /** Equal changes, which a loader that measures a file twice makes, with their number. */
    static Map<EventChange, Integer> counted(List<EventChange> changes) {
        Map<EventChange, Integer> counts = new LinkedHashMap<>();
        changes.forEach(change -> counts.merge(change, 1, Integer::sum));
        return counts;
    }
}
