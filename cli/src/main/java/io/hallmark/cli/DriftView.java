package io.hallmark.cli;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.drift.DriftReport;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.content.ContentDecoder;
import java.util.List;

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
}
