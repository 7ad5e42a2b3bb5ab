package io.hallmark.baselines.drift;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An accepted set that a node may show. */
final class Candidate {
    private final BaselineDocument baseline;
    private final int number;
    private final List<Integer> enforced;
    private final EventLog asLog;
    private final Map<Integer, List<PredictedEvent>> byPcr = new TreeMap<>();

    /** @param number of the set in the baseline, from 1 */
    Candidate(BaselineDocument baseline, int number) {
        this.baseline = baseline;
        this.number = number;
        this.asLog = log(set());
        this.enforced = set().prediction().pcrs().stream()
                .filter(pcr -> pcr.notEnforceable().isEmpty()
                        && !pcr.values().isEmpty()
                        && baseline.enforce().contains(pcr.pcr()))
                .map(PredictedPcr::pcr)
                .toList();
        for (PredictedEvent event : set().prediction().events()) {
            if (event.pcr() != LogEvent.NO_PCR && !event.type().equals(EventType.EV_NO_ACTION)) {
                byPcr.computeIfAbsent(event.pcr(), pcr -> new ArrayList<>()).add(event);
            }
        }
    }

    BaselineDocument baseline() {
        return baseline;
    }

    int number() {
        return number;
    }

    AcceptedSet set() {
        return baseline.accepted().get(number - 1);
    }

    List<PredictedEvent> events(int pcr) {
        return byPcr.getOrDefault(pcr, List.of());
    }

    /** The PCRs that verifiers hold nodes to. */
    List<Integer> enforced() {
        return enforced;
    }

    /** Whether a PCR is not the same at each boot or on each node. */
    boolean varies(int pcr) {
        return events(pcr).stream().anyMatch(event -> event.variation().isPresent());
    }

    boolean comparable(EventLog log) {
        return log.banks().stream().anyMatch(set().prediction().banks()::contains);
    }

    /** Whether a PCR of the log is as this set says: its value where the log gives it, else all of its events. */
    boolean agrees(MeasuredLog log, int pcr) {
        Optional<PredictedPcr> predicted = set().prediction().pcr(pcr);
        boolean compared = false;
        for (Digest digest : predicted.map(p -> List.copyOf(p.values().all())).orElse(List.of())) {
            Optional<Digest> measured = log.value(digest.bank(), pcr);
            if (measured.isPresent() && !measured.get().equals(digest)) {
                return false;
            }
            compared |= measured.isPresent();
        }
        return compared || sameEvents(log, pcr);
    }

    private boolean sameEvents(MeasuredLog log, int pcr) {
        List<PredictedEvent> expected = events(pcr);
        List<LogEvent> found = log.events(pcr);
        if (expected.size() != found.size()) {
            return false;
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!same(expected.get(i), found.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a TPM can't tell the events apart; of one that varies, whether both are of one type. */
    static boolean same(PredictedEvent expected, LogEvent found) {
        return expected.digests().isEmpty()
                ? expected.type().equals(found.type())
                : expected.digests().agreesWith(found.digests());
    }

    /** The set's events as a log that a node would write. */
    EventLog asLog() {
        return asLog;
    }

    private static EventLog log(AcceptedSet set) {
        List<LogEvent> events = new ArrayList<>();
        for (PredictedEvent event : set.prediction().events()) {
            events.add(new LogEvent(events.size() + 1, -1, event.pcr(), event.type(), event.digests(), event.data()));
        }
        return new EventLog(EventLog.Format.CRYPTO_AGILE, set.prediction().banks(), events, List.of());
    }
}
