package io.hallmark.baselines.diff;

import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Variation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An event that more measurements pass for than before: any, or all that fit a template with more in it that varies.
 *
 * @param words what is accepted, and why
 */
record Opening(String words) {
    /** Those between the events of one PCR before and after. An event that was not there before was not accepted at all. */
    static List<Opening> between(List<PredictedEvent> before, List<PredictedEvent> after) {
        List<Opening> openings = new ArrayList<>();
        for (Alignment.Pair<PredictedEvent> pair :
                Alignment.of(before, after, EventDiff::sameMeasurement, EventDiff::sameThing)) {
            Optional<Variation> was = pair.before().flatMap(PredictedEvent::variation);
            Optional<PredictedEvent> now = pair.after().filter(PredictedEvent::extendsPcr);
            now.flatMap(PredictedEvent::variation)
                    .filter(variation -> wider(was, variation))
                    .ifPresent(variation -> openings.add(new Opening(words(now.get(), variation))));
        }
        return openings;
    }

    private static boolean wider(Optional<Variation> before, Variation after) {
        if (before.isEmpty()) {
            return true;
        }
        if (before.get().template().isEmpty()) {
            return false;
        }
        return after.template().isEmpty()
                || new Template(after.template().get())
                        .widerThan(new Template(before.get().template().get()));
    }

    private static String words(PredictedEvent event, Variation variation) {
        String what = EventDiff.what(event);
        return variation
                .template()
                .map(template -> "all that fits its template passes for '" + what + "': " + variation.reason())
                .orElseGet(() -> "anything passes for '" + what + "': " + variation.reason());
    }
}
