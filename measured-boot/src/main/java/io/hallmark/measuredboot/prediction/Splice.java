package io.hallmark.measuredboot.prediction;

import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.eventlog.LogEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
    private final Template template;
    private final Function<LogEvent, List<PredictedEvent>> firmware;

    /** @param firmware what becomes of a firmware event: itself, copied, or what replaces it */
    Splice(Template template, Function<LogEvent, List<PredictedEvent>> firmware) {
        this.template = template;
        this.firmware = firmware;
    }

    /** A firmware event among the chain's, and how many of the chain's of the same PCR go before it. */
    private record Waiting(LogEvent event, int after) {}

    List<PredictedEvent> with(List<PredictedEvent> chain) {
        List<Template.Slot> slots = template.slots();
        int start = template.start();
        int end = end(start);
        List<PredictedEvent> result = new ArrayList<>();
        for (int i = 0; i < start; i++) {
            result.addAll(firmware.apply(slots.get(i).event()));
        }
        Deque<Waiting> waiting = waiting(start, end);
        Map<Integer, Integer> done = new HashMap<>();
        release(waiting, done, result);
        for (PredictedEvent event : chain) {
            result.add(event);
            done.merge(event.pcr(), 1, Integer::sum);
            release(waiting, done, result);
        }
        waiting.forEach(left -> result.addAll(firmware.apply(left.event())));
        for (int i = end; i < slots.size(); i++) {
            result.addAll(firmware.apply(slots.get(i).event()));
        }
        return result;
    }

    /** The index after the last of the chain's events. */
    private int end(int start) {
        int end = start;
        for (int i = start; i < template.slots().size(); i++) {
            if (!template.slots().get(i).firmware()) {
                end = i + 1;
            }
        }
        return end;
    }

    private Deque<Waiting> waiting(int start, int end) {
        Deque<Waiting> waiting = new ArrayDeque<>();
        Map<Integer, Integer> seen = new HashMap<>();
        for (int i = start; i < end; i++) {
            Template.Slot slot = template.slots().get(i);
            int pcr = slot.event().pcr();
            if (slot.firmware()) {
                waiting.add(new Waiting(slot.event(), seen.getOrDefault(pcr, 0)));
            } else {
                seen.merge(pcr, 1, Integer::sum);
            }
        }
        return waiting;
    }

    private void release(Deque<Waiting> waiting, Map<Integer, Integer> done, List<PredictedEvent> result) {
        if (waiting.isEmpty()) {
            return;
        }
        waiting.removeIf(candidate -> {
            boolean ready = done.getOrDefault(candidate.event().pcr(), 0) >= candidate.after();
            if (ready) {
                result.addAll(firmware.apply(candidate.event()));
            }
            return ready;
        });
    }
}
