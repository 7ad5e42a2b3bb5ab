package io.hallmark.baselines.drift;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.eventlog.PcrValues;
import io.hallmark.measuredboot.eventlog.Replay;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A log by PCR, with the values that follow from it. */
final class MeasuredLog {
    private final EventLog log;
    private final PcrValues values;
    private final Set<Digest> digests = new HashSet<>();
    private final Map<Integer, List<LogEvent>> byPcr = new TreeMap<>();

    MeasuredLog(EventLog log) {
        this.log = log;
        this.values = Replay.of(log);
        log.events().stream()
                .filter(LogEvent::extendsPcr)
                .forEach(event -> byPcr.computeIfAbsent(event.pcr(), pcr -> new ArrayList<>())
                        .add(event));
        byPcr.values()
                .forEach(events ->
                        events.forEach(event -> digests.addAll(event.digests().all())));
    }

    EventLog log() {
        return log;
    }

    List<LogEvent> events(int pcr) {
        return byPcr.getOrDefault(pcr, List.of());
    }

    /** The PCRs that the log extends. */
    Iterable<Integer> pcrs() {
        return byPcr.keySet();
    }

    /** Whether some event has the digest of that file itself, so that the node has loaded just this file. */
    boolean shows(Artifact artifact) {
        return Stream.concat(
                        artifact.facts().digests().all().stream(),
                        artifact.facts().pe().stream().flatMap(pe -> pe.authenticode().all().stream()))
                .anyMatch(digests::contains);
    }

    Optional<Digest> value(Bank bank, int pcr) {
        return values.value(bank, pcr);
    }
}
