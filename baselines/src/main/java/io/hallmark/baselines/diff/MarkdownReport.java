package io.hallmark.baselines.diff;

import io.hallmark.measuredboot.digest.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The report for a pull request: what to decide first, details folded; foreign text can't become markup. */
public final class MarkdownReport {
    private final ProposalReport report;
    private final StringBuilder out = new StringBuilder();

    private MarkdownReport(ProposalReport report) {
        this.report = report;
    }

    public static String render(ProposalReport report) {
        return new MarkdownReport(report).text();
    }

    private String text() {
        out.append("## ").append(escape(report.title())).append("\n\n");
        if (!report.source().commit().isEmpty()) {
            out.append("Computed from ")
                    .append(Optional.of(report.source().repository())
                            .filter(r -> !r.isEmpty())
                            .map(MarkdownReport::code)
                            .orElse("the image repository"))
                    .append(" at ")
                    .append(code(report.source().commit()))
                    .append(".\n\n");
        }
        summary();
        warnings();
        report.groups().forEach(this::group);
        if (!report.unchanged().isEmpty()) {
            out.append("### Unchanged\n\n");
            report.unchanged()
                    .forEach(path -> out.append("- ").append(code(path)).append('\n'));
            out.append('\n');
        }
        return out.toString();
    }

    private void summary() {
        out.append("| chain | hardware | what changed | PCRs that change |\n|---|---|---|---|\n");
        for (ProposalReport.Group group : report.groups()) {
            BaselineDiff diff = group.diff();
            List<String> names = new java.util.ArrayList<>(diff.artifacts().stream()
                    .map(ArtifactChange::name)
                    .map(MarkdownReport::escape)
                    .toList());
            if (!diff.configuration().isEmpty()) {
                names.add("boot configuration");
            }
            String pcrs = String.join(
                    ", ",
                    diff.changedPcrs().stream()
                            .map(pcr -> String.valueOf(pcr.pcr()))
                            .toList());
            row(
                    escape(group.chain()),
                    escape(String.join(", ", group.hardware())),
                    diff.first() ? "first baseline" : names.isEmpty() ? "–" : String.join(", ", names),
                    pcrs.isEmpty() ? "none" : pcrs);
        }
        out.append('\n');
    }

    private void warnings() {
        List<String> shrinking = report.shrinking();
        if (!shrinking.isEmpty()) {
            out.append("> **Look at this first: fewer PCRs are enforced than before.**\n>\n");
            shrinking.forEach(line ->
                    out.append("> - ").append(escape(TextReport.oneLine(line))).append('\n'));
            out.append('\n');
        }
    }

    private void group(ProposalReport.Group group) {
        BaselineDiff diff = group.diff();
        out.append("### Chain ")
                .append(escape(group.chain()))
                .append(" on ")
                .append(escape(String.join(", ", group.hardware())))
                .append("\n\n");
        for (ArtifactChange change : diff.artifacts()) {
            out.append("- **")
                    .append(escape(change.name()))
                    .append("** ")
                    .append(change.kind().name().toLowerCase(java.util.Locale.ROOT))
                    .append(" (")
                    .append(code(change.origin()))
                    .append(")\n");
            change.words()
                    .forEach(words -> out.append("  - ")
                            .append(escape(TextReport.oneLine(words)))
                            .append('\n'));
        }
        diff.configuration()
                .forEach(words -> out.append("- ")
                        .append(escape(TextReport.oneLine(words)))
                        .append('\n'));
        out.append('\n');
        if (!diff.first()) {
            consequences(diff);
        }
        values(group);
        notes("Not covered by any PCR", diff.notCovered());
        out.append("Accepted sets after this change: ").append(diff.sets().accepted());
        if (diff.sets().mixes() > 0) {
            out.append(", of which ").append(diff.sets().mixes()).append(" mix new and previous parts");
        }
        out.append(".\n\n");
    }

    private void consequences(BaselineDiff diff) {
        if (diff.events().isEmpty()) {
            out.append("No event of the boot log changes: **no verifier will notice this change.**\n\n");
            return;
        }
        out.append("| PCR | because of | what is measured |\n|---|---|---|\n");
        for (EventChange event : diff.events()) {
            row(
                    String.valueOf(event.pcr()),
                    escape(event.because()),
                    event.kind() + ": " + escape(TextReport.oneLine(event.what())));
        }
        out.append('\n');
    }

    private void values(ProposalReport.Group group) {
        for (Map.Entry<String, List<PcrChange>> profile : group.values().entrySet()) {
            out.append("<details><summary>PCR values on ")
                    .append(escape(profile.getKey()))
                    .append("</summary>\n\n");
            out.append("| PCR | state | value | enforced |\n|---|---|---|---|\n");
            for (PcrChange pcr : profile.getValue()) {
                String values = pcr.after().stream()
                        .flatMap(digests -> digests.all().stream())
                        .map(Digest::toString)
                        .map(MarkdownReport::code)
                        .reduce((a, b) -> a + "<br>" + b)
                        .orElse("–");
                row(
                        String.valueOf(pcr.pcr()),
                        group.diff().first() ? "new" : pcr.changed() ? "**changes**" : "same",
                        values,
                        pcr.notEnforced()
                                .map(reason -> "no: " + escape(TextReport.oneLine(reason)))
                                .orElse("yes"));
            }
            out.append("\n</details>\n\n");
        }
    }

    private void notes(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            out.append("**").append(title).append("**\n\n");
            lines.forEach(line ->
                    out.append("- ").append(escape(TextReport.oneLine(line))).append('\n'));
            out.append('\n');
        }
    }

    private void row(String... cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** Text that no forge takes for markup, a mention or a reference. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '@' -> escaped.append("&#64;");
                case '#' -> escaped.append("&#35;");
                case '|', '\\', '`', '*', '_', '[', ']', '!', '~', '$' ->
                    escaped.append('\\').append(c);
                case '\n', '\r' -> escaped.append(' ');
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** A code span; back-quotes and bars, which would end it or the table's cell, are replaced. */
    static String code(String text) {
        return "`" + TextReport.oneLine(text).replace('`', '\'').replace('|', '/') + "`";
    }
}
