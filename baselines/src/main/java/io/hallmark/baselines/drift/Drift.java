package io.hallmark.baselines.drift;

import io.hallmark.baselines.diff.LogDiff;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.Finding;
import io.hallmark.measuredboot.eventlog.LogEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Compares logs of nodes with baselines. Not for use by several threads. */
public final class Drift {
    private final List<Candidate> candidates = new ArrayList<>();
    private final Collection<BaselineDocument> baselines;
    private final Supplier<Collection<BaselineDocument>> earlier;
    private Optional<KnownEvents> known = Optional.empty();

    /**
     * @param held baselines that the nodes are held to; the nearest of their sets is found for each log
     * @param all baselines of the repository, by which events are recognised
     * @param earlier states of baselines, by which events of retired sets are recognised; asked for once, and only when
     *     there is drift
     */
    public Drift(
            Collection<BaselineDocument> held,
            Collection<BaselineDocument> all,
            Supplier<Collection<BaselineDocument>> earlier) {
        this.baselines = List.copyOf(all);
        this.earlier = earlier;
        for (BaselineDocument baseline : held) {
            for (int number = 1; number <= baseline.accepted().size(); number++) {
                Candidate candidate = new Candidate(baseline, number);
                // What enforces nothing is like every log, and says nothing of any.
                if (!candidate.enforced().isEmpty()) {
                    candidates.add(candidate);
                }
            }
        }
    }

    /** Compares one log with the nearest set. */
    public DriftReport of(String node, EventLog log) {
        MeasuredLog measured = new MeasuredLog(log);
        List<String> notes = new ArrayList<>();
        log.findings().stream()
                .filter(finding -> finding.severity() != Finding.Severity.NOTE)
                .map(Finding::message)
                .forEach(notes::add);
        Optional<Candidate> nearest = nearest(measured);
        if (nearest.isEmpty()) {
            notes.add(
                    candidates.isEmpty()
                            ? "no baseline enforces a PCR, so there is nothing to compare with"
                            : "the log has only the banks "
                                    + log.banks().stream().map(Bank::label).toList()
                                    + ", of which the baselines have none");
            return new DriftReport(node, Optional.empty(), List.of(), notes);
        }
        Candidate candidate = nearest.get();
        List<Integer> enforced = candidate.enforced();
        int agreeing = (int)
                enforced.stream().filter(pcr -> candidate.agrees(measured, pcr)).count();
        if (agreeing == 0) {
            notes.add("no enforced PCR is as in any baseline: the node is probably of a class of servers that has no"
                    + " hardware profile here");
        }
        return new DriftReport(
                node,
                Optional.of(new DriftReport.Match(candidate.baseline(), candidate.number(), agreeing)),
                differing(candidate, measured),
                notes);
    }

    /**
     * Of the sets that a verifier would take the log for, else of all, the one with the fewest events that differ: that
     * tells classes of servers and chains apart, which the number of differing PCRs does not. Of equal ones the newest.
     */
    private Optional<Candidate> nearest(MeasuredLog measured) {
        List<Candidate> comparable = candidates.stream()
                .filter(candidate -> candidate.comparable(measured.log()))
                .toList();
        List<Candidate> fitting = comparable.stream()
                .filter(candidate -> candidate.enforced().stream().allMatch(pcr -> candidate.agrees(measured, pcr)))
                .toList();
        return fitting.size() == 1
                ? fitting.stream().findFirst()
                : fewestEvents(fitting.isEmpty() ? comparable : fitting, measured);
    }

    private static Optional<Candidate> fewestEvents(List<Candidate> candidates, MeasuredLog measured) {
        Optional<Candidate> best = Optional.empty();
        int fewest = Integer.MAX_VALUE;
        for (Candidate candidate : candidates) {
            int differing = LogDiff.between(candidate.asLog(), measured.log()).size();
            if (differing < fewest) {
                best = Optional.of(candidate);
                fewest = differing;
            }
        }
        return best;
    }

    private List<DriftReport.PcrDrift> differing(Candidate candidate, MeasuredLog measured) {
        TreeSet<Integer> pcrs = new TreeSet<>();
        candidate.set().prediction().pcrs().forEach(pcr -> pcrs.add(pcr.pcr()));
        measured.pcrs().forEach(pcrs::add);
        List<Integer> enforced = candidate.enforced();
        List<LogDiff.Difference> all = null;
        List<DriftReport.PcrDrift> drifts = new ArrayList<>();
        for (int pcr : pcrs) {
            boolean told = enforced.contains(pcr) || !candidate.varies(pcr);
            if (told && !candidate.agrees(measured, pcr)) {
                all = all == null ? LogDiff.between(candidate.asLog(), measured.log()) : all;
                int differences = (int) all.stream().filter(d -> d.pcr() == pcr).count();
                drifts.add(first(candidate, measured, pcr, enforced.contains(pcr), differences));
            }
        }
        return drifts;
    }

    private DriftReport.PcrDrift first(
            Candidate candidate, MeasuredLog measured, int pcr, boolean enforced, int differences) {
        List<PredictedEvent> expected = candidate.events(pcr);
        List<LogEvent> found = measured.events(pcr);
        int at = 0;
        while (at < expected.size() && at < found.size() && Candidate.same(expected.get(at), found.get(at))) {
            at++;
        }
        return new DriftReport.PcrDrift(
                pcr,
                enforced,
                expected.stream().skip(at).findFirst(),
                found.stream().skip(at).findFirst(),
                new Explanation(candidate, measured, knownEvents()).of(pcr, expected, found, at),
                differences);
    }

    private KnownEvents knownEvents() {
        if (known.isEmpty()) {
            KnownEvents events = new KnownEvents();
            events.add(baselines, true);
            events.add(earlier.get(), false);
            known = Optional.of(events);
        }
        return known.get();
    }
}
