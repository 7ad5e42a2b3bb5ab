package io.hallmark.baselines.diff;

import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.LogEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The events in which two logs differ, PCR by PCR; the order of events across PCRs does not matter to a TPM. */
public final class LogDiff {
    private LogDiff() {}

    /** An event that only one of the two logs has; an event with another digest is one of each. */
    public record Difference(int pcr, Optional<LogEvent> first, Optional<LogEvent> second) {}

    public static List<Difference> between(EventLog first, EventLog second) {
        TreeSet<Integer> pcrs = new TreeSet<>();
        first.events().forEach(event -> pcrs.add(event.pcr()));
        second.events().forEach(event -> pcrs.add(event.pcr()));
        List<Difference> differences = new ArrayList<>();
        for (int pcr : pcrs) {
            for (Alignment.Pair<LogEvent> pair : Alignment.of(of(first, pcr), of(second, pcr), LogDiff::same)) {
                if (pair.before().isEmpty() || pair.after().isEmpty()) {
                    differences.add(new Difference(pcr, pair.before(), pair.after()));
                }
            }
        }
        return differences;
    }

    private static boolean same(LogEvent a, LogEvent b) {
        return a.type().equals(b.type())
                && (a.digests().agreesWith(b.digests())
                        || a.digests().equals(b.digests()) && a.data().equals(b.data()));
    }

    private static List<LogEvent> of(EventLog log, int pcr) {
        return log.events().stream().filter(event -> event.pcr() == pcr).toList();
    }
}
