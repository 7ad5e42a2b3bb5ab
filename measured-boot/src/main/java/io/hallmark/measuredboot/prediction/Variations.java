package io.hallmark.measuredboot.prediction;

import io.hallmark.measuredboot.chain.Variation;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.eventlog.Replay;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which firmware events of the first reference log vary from node to node or from boot to boot. */
final class Variations {
    private Variations() {}

    /** By number of the event in the first log. */
    static Map<Integer, Variation> of(List<EventLog> logs) {
        Map<Integer, Variation> variations = new HashMap<>();
        List<LogEvent> first = Template.of(logs.get(0)).firmwareEvents();
        for (int i = 1; i < logs.size(); i++) {
            compare(first, Template.of(logs.get(i)).firmwareEvents(), i + 1, variations);
            start(logs.get(0), logs.get(i), i + 1)
                    .ifPresent(variation -> of(first, 0).stream()
                            .findFirst()
                            .ifPresent(event -> variations.putIfAbsent(event.number(), variation)));
        }
        for (LogEvent event : first) {
            if (BootVariables.measures(event)) {
                BootVariables.variation(event.data().bytes())
                        .ifPresent(variation -> variations.putIfAbsent(event.number(), variation));
            }
        }
        return variations;
    }

    private static void compare(
            List<LogEvent> first, List<LogEvent> other, int number, Map<Integer, Variation> variations) {
        for (int pcr = 0; pcr < 24; pcr++) {
            List<LogEvent> mine = of(first, pcr);
            List<LogEvent> theirs = of(other, pcr);
            if (mine.size() != theirs.size() && !mine.isEmpty()) {
                LogEvent differing = mine.get(Math.min(common(mine, theirs), mine.size() - 1));
                variations.putIfAbsent(
                        differing.number(),
                        Variation.ofNumber(
                                "reference log " + number, theirs.size(), pcr, "the first one " + mine.size()));
                continue;
            }
            for (int i = 0; i < mine.size(); i++) {
                if (!mine.get(i).digests().agreesWith(theirs.get(i).digests())) {
                    variations.putIfAbsent(
                            mine.get(i).number(),
                            new Variation("differs in reference log " + number, Optional.empty()));
                }
            }
        }
    }

    /** What PCR 0 begins with stands in no digest. */
    private static Optional<Variation> start(EventLog first, EventLog other, int number) {
        int mine = Replay.locality(first.events());
        int theirs = Replay.locality(other.events());
        return mine == theirs
                ? Optional.empty()
                : Optional.of(new Variation(
                        "PCR 0 begins with locality " + theirs + " in reference log " + number + ", with " + mine
                                + " in the first one",
                        Optional.empty()));
    }

    private static int common(List<LogEvent> mine, List<LogEvent> theirs) {
        int i = 0;
        while (i < mine.size()
                && i < theirs.size()
                && mine.get(i).digests().agreesWith(theirs.get(i).digests())) {
            i++;
        }
        return i;
    }

    private static List<LogEvent> of(List<LogEvent> events, int pcr) {
        return events.stream()
                .filter(event -> event.pcr() == pcr && event.extendsPcr())
                .toList();
    }
}
