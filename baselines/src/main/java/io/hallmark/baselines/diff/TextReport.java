package io.hallmark.baselines.diff;

import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The report as plain text, for terminals and commit messages. */
public final class TextReport {
    private final ProposalReport report;
    private final StringBuilder out = new StringBuilder();

    private TextReport(ProposalReport report) {
        this.report = report;
    }

    public static String render(ProposalReport report) {
        return new TextReport(report).text();
    }

    private String text() {
        line(0, report.title());
        if (!report.source().commit().isEmpty()) {
            line(
                    0,
                    "Computed from "
                            + Optional.of(report.source().repository())
                                    .filter(r -> !r.isEmpty())
                                    .orElse("the image repository")
                            + " at " + report.source().commit() + ".");
        }
        section("Look at this first", report.shrinking());
        for (ProposalReport.Group group : report.groups()) {
            out.append('\n');
            line(0, "Chain " + group.chain() + " on " + String.join(", ", group.hardware()));
            group(group);
        }
        if (!report.unchanged().isEmpty()) {
            section("Unchanged baselines", report.unchanged());
        }
        return out.toString();
    }

    private void group(ProposalReport.Group group) {
        BaselineDiff diff = group.diff();
        if (diff.first()) {
            line(2, "This is the first baseline; there is nothing to compare it with.");
        }
        for (ArtifactChange change : diff.artifacts()) {
            line(
                    2,
                    change.kind().name().toLowerCase(java.util.Locale.ROOT) + " " + change.name() + " ("
                            + change.origin() + ")");
            change.words().forEach(words -> line(4, words));
        }
        diff.configuration().forEach(words -> line(2, "changed " + words));
        if (!diff.first()) {
            line(2, "What follows");
            if (diff.events().isEmpty()) {
                line(4, "no event of the boot log changes: no verifier will notice this change");
            }
            diff.events()
                    .forEach(event -> line(
                            4,
                            "PCR " + event.pcr() + ": " + event.kind() + " " + oneLine(event.what()) + ", because of "
                                    + event.because()));
        }
        line(2, "PCRs");
        for (Map.Entry<String, List<PcrChange>> profile : group.values().entrySet()) {
            if (group.values().size() > 1) {
                line(4, "on " + profile.getKey());
            }
            profile.getValue().forEach(pcr -> pcr(pcr, diff.first()));
        }
        line(
                2,
                "Accepted sets: " + diff.sets().accepted()
                        + (diff.sets().mixes() == 0
                                ? ""
                                : ", of which " + diff.sets().mixes() + " mix new and previous parts"));
        if (!diff.notCovered().isEmpty()) {
            line(2, "Not covered by any PCR");
            diff.notCovered().forEach(words -> line(4, words));
        }
    }

    private void pcr(PcrChange pcr, boolean first) {
        String state = first ? "" : pcr.changed() ? "changes  " : "same     ";
        String value = pcr.after().map(TextReport::shortest).orElse("no value");
        String why = pcr.causes().isEmpty() || first ? "" : "  because of " + String.join(", ", pcr.causes());
        line(4, String.format(Locale.ROOT, "%2d  %s%s%s", pcr.pcr(), state, value, why));
        pcr.notEnforced().ifPresent(reason -> line(8, "not enforced: " + oneLine(reason)));
    }

    /** The value in the strongest bank that most verifiers use: sha256 if there is one. */
    static String shortest(Digests values) {
        return values.in(io.hallmark.measuredboot.digest.Bank.SHA256)
                .or(() -> values.all().stream().findFirst())
                .map(Digest::toString)
                .orElse("no value");
    }

    static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        String flat = line.toString().replaceAll(" {2,}", " ").strip();
        return flat.length() <= 300 ? flat : flat.substring(0, 299) + "…";
    }

    private void section(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            out.append('\n');
            line(0, title);
            lines.forEach(text -> line(2, text));
        }
    }

    private void line(int indent, String text) {
        out.append(" ".repeat(indent)).append(oneLine(text)).append('\n');
    }
}
