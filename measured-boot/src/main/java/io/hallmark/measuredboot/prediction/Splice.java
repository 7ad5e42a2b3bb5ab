package io.hallmark.measuredboot.prediction;

import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.eventlog.LogEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Puts the events that a chain will measure into the place where the reference log has those of the chain that it was
 * recorded with.
 *
 * <p>A firmware event that stands among the chain's events keeps its place within its PCR: after as many of the chain's
 * events of that PCR as in the reference log. Those after the last of the chain's events stay last.
 */
final class Splice {
    private final List<PredictedEvent> before = new ArrayList<>();
    private final List<Waiting> between = new ArrayList<>();
    private final List<PredictedEvent> after = new ArrayList<>();

    /** @param firmware what becomes of a firmware event: itself, copied, or what replaces it */
    Splice(Template template, Function<LogEvent, List<PredictedEvent>> firmware) {
        List<Template.Slot> slots = template.slots();
        int start = template.start();
        int end = end(slots, start);
        Map<Integer, Integer> chain = new HashMap<>();
        for (int i = 0; i < slots.size(); i++) {
            LogEvent event = slots.get(i).event();
            if (!slots.get(i).firmware()) {
                chain.merge(event.pcr(), 1, Integer::sum);
            } else if (i < start) {
                before.addAll(firmware.apply(event));
            } else if (i < end) {
                between.add(new Waiting(event.pcr(), chain.getOrDefault(event.pcr(), 0), firmware.apply(event)));
            } else {
                after.addAll(firmware.apply(event));
            }
        }
    }

    /** What becomes of a firmware event among the chain's, and how many of the chain's of the same PCR go before it. */
    private record Waiting(int pcr, int after, List<PredictedEvent> events) {}

    List<PredictedEvent> with(List<PredictedEvent> chain) {
        List<PredictedEvent> result = new ArrayList<>(before.size() + chain.size() + after.size() + between.size());
        result.addAll(before);
        List<Waiting> waiting = new ArrayList<>(between);
        Map<Integer, Integer> done = new HashMap<>();
        release(waiting, done, result);
        for (PredictedEvent event : chain) {
            result.add(event);
            if (!waiting.isEmpty()) {
                done.merge(event.pcr(), 1, Integer::sum);
                release(waiting, done, result);
            }
        }
        waiting.forEach(left -> result.addAll(left.events()));
        result.addAll(after);
        return result;
    }

    /** The index after the last of the chain's events. */
    private static int end(List<Template.Slot> slots, int start) {
        int end = start;
        for (int i = start; i < slots.size(); i++) {
            if (!slots.get(i).firmware()) {
                end = i + 1;
            }
        }
        return end;
    }

    private static void release(List<Waiting> waiting, Map<Integer, Integer> done, List<PredictedEvent> result) {
        waiting.removeIf(candidate -> {
            boolean ready = done.getOrDefault(candidate.pcr(), 0) >= candidate.after();
            if (ready) {
                result.addAll(candidate.events());
            }
            return ready;
        });
    }
}
