package io.hallmark.cli;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.drift.DriftReport;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.eventlog.content.ContentDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows in what nodes differ from their baselines. */
final class DriftView {
    private DriftView() {}

    static String text(List<DriftReport> reports) {
        StringBuilder text = new StringBuilder();
        for (DriftReport report : reports) {
            text.append(PredictionView.line(report.node()))
                    .append(report.drift() ? ": DRIFT" : ": no drift")
                    .append(report.nearest()
                            .map(match -> (report.drift() ? " from " : ", shows ") + where(match))
                            .orElse(""))
                    .append('\n');
            report.pcrs().forEach(pcr -> text(pcr, text));
            report.notes().forEach(note -> text.append("  note: ").append(note).append('\n'));
        }
        return text.toString();
    }

    private static String where(DriftReport.Match match) {
        AcceptedSet set = match.set();
        String commit = set.source().commit();
        return "set " + match.number() + " of " + match.baseline().accepted().size() + " in " + match.path()
                + (commit.isEmpty() ? "" : ", of commit " + commit.substring(0, Math.min(10, commit.length())))
                + (set.mix().isEmpty() ? "" : " (" + set.mix() + ")");
    }

    private static void text(DriftReport.PcrDrift pcr, StringBuilder text) {
        text.append("  PCR ")
                .append(pcr.pcr())
                .append(pcr.enforced() ? ": " : " (not enforced): ")
                .append(pcr.probably())
                .append('\n');
        text.append("    expected ")
                .append(pcr.expected()
                        .map(event -> PredictionView.line(event.description()) + " " + digest(event.digests()))
                        .orElse("no further event"))
                .append('\n');
        text.append("    found    ")
                .append(pcr.found()
                        .map(event -> "event " + event.number() + " " + event.type() + " "
                                + PredictionView.line(
                                        ContentDecoder.decode(event).words())
                                + " " + digest(event.digests()))
                        .orElse("no further event"))
                .append('\n');
        if (pcr.differences() > 2) {
            text.append("    and more events of this PCR differ, ")
                    .append(pcr.differences())
                    .append(" in all\n");
        }
    }

    private static String digest(Digests digests) {
        return digests.in(Bank.SHA256)
                .or(() -> digests.all().stream().findFirst())
                .map(Digest::toString)
                .orElse("");
    }

    static Map<String, Object> json(DriftReport report) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("node", report.node());
        entry.put("drift", report.drift());
        entry.put("nearest", report.nearest().map(DriftView::json));
        entry.put("pcrs", report.pcrs().stream().map(DriftView::json).toList());
        entry.put("notes", report.notes());
        return entry;
    }

    private static Map<String, Object> json(DriftReport.Match match) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("baseline", match.path());
        entry.put("set", match.number());
        entry.put("fingerprint", match.set().fingerprint());
        entry.put("commit", match.set().source().commit());
        entry.put("mix", match.set().mix());
        entry.put("agreeing", match.agreeing());
        return entry;
    }

    private static Map<String, Object> json(DriftReport.PcrDrift pcr) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("pcr", pcr.pcr());
        entry.put("enforced", pcr.enforced());
        entry.put("probably", pcr.probably());
        entry.put("expected", pcr.expected().map(DriftView::json));
        entry.put("found", pcr.found().map(DriftView::json));
        entry.put("differences", pcr.differences());
        return entry;
    }

    private static Map<String, Object> json(PredictedEvent event) {
        return json(Optional.empty(), event.type().name(), event.description(), event.digests());
    }

    private static Map<String, Object> json(LogEvent event) {
        return json(
                Optional.of(event.number()),
                event.type().name(),
                ContentDecoder.decode(event).words(),
                event.digests());
    }

    private static Map<String, Object> json(Optional<Integer> number, String type, String what, Digests digests) {
        Map<String, Object> entry = new LinkedHashMap<>();
        number.ifPresent(n -> entry.put("event", n));
        entry.put("type", type);
        entry.put("what", what);
        entry.put("digests", PredictionView.digests(digests));
        return entry;
    }
}
