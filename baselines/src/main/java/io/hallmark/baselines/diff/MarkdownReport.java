package io.hallmark.baselines.diff;

import io.hallmark.measuredboot.digest.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The report for a pull request: what to decide first, details folded; foreign text can't become markup. */
public final class MarkdownReport {
    /** GitHub takes 65,536 characters for a pull request; a longer text is refused, and no pull request made. */
    private static final int LONGEST = 60_000;

    private static final int MOST_NAMES = 5;

    private final ProposalReport report;
    private final boolean values;
    private final boolean details;
    private final StringBuilder out = new StringBuilder();

    private MarkdownReport(ProposalReport report, boolean details, boolean values) {
        this.report = report;
        this.details = details;
        this.values = values;
    }

    /** The report, with no more than any forge takes. */
    public static String render(ProposalReport report) {
        return render(report, LONGEST);
    }

    /**
     * The report; when it is longer than that, without values, then without details. The last line says so then, and where
     * the whole report is.
     *
     * @param longest in characters, a thousand at least
     */
    public static String render(ProposalReport report, int longest) {
        String text = new MarkdownReport(report, true, true).text();
        if (text.length() > longest) {
            text = new MarkdownReport(report, true, false).text();
        }
        if (text.length() > longest) {
            text = new MarkdownReport(report, false, false).text();
        }
        return text.length() <= longest
                ? text
                : text.substring(0, text.lastIndexOf('\n', longest - 200))
                        + "\n\n…and more: the report goes on in the commit message of this proposal.\n";
    }

    private String text() {
        out.append("## ").append(MarkdownText.escape(report.title())).append("\n\n");
        out.append(MarkdownText.escape(Decision.of(report))).append("\n\n");
        summary();
        warnings();
        if (details) {
            report.groups().forEach(this::group);
            report.secureBoot().forEach(this::secureBoot);
        }
        uncovered();
        unchanged();
        if (!report.source().commit().isEmpty()) {
            String repository = report.source().repository();
            out.append("Computed from ")
                    .append(repository.isEmpty() ? "the image repository" : MarkdownText.code(repository))
                    .append(" at ")
                    .append(MarkdownText.code(report.source().commit()))
                    .append(".\n");
        }
        if (!details || !values) {
            out.append("\nThis report was cut to what a pull request holds: ")
                    .append(details ? "the PCR values stand" : "all details stand")
                    .append(" in the changed files and in the commit message.\n");
        }
        return out.toString();
    }

    private void summary() {
        out.append("| what changed | PCRs that follow | chain | hardware |\n|---|---|---|---|\n");
        for (ProposalReport.Group group : report.groups()) {
            BaselineDiff diff = group.diff();
            row(
                    diff.first() ? "first baseline" : MarkdownText.escape(Decision.whatChanged(diff)),
                    Decision.pcrs(diff.changedPcrs(), "none"),
                    MarkdownText.escape(group.chain()),
                    names(group.hardware()));
        }
        out.append('\n');
    }

    private void warnings() {
        List<Warning> warnings = report.warnings();
        if (warnings.isEmpty()) {
            return;
        }
        out.append(
                report.shrinking().isEmpty()
                        ? "> **Look at this first**\n>\n"
                        : "> **Look at this first: nodes are held to less than before.**\n>\n");
        for (Warning warning : warnings) {
            String text = MarkdownText.escape(warning.text());
            out.append("> - ")
                    .append(warning.loud() ? "**" + text + "**" : text)
                    .append('\n');
        }
        out.append('\n');
    }

    /** Stands in the shortest report, too: what it names is not protected, whatever the values are. */
    private void uncovered() {
        List<Uncovered> chains = report.uncovered();
        if (chains.isEmpty()) {
            return;
        }
        out.append("### ").append(Uncovered.TITLE).append("\n\n");
        for (Uncovered chain : chains) {
            out.append("- chain ")
                    .append(MarkdownText.escape(chain.chain()))
                    .append(" on ")
                    .append(names(chain.hardware()))
                    .append('\n');
            for (String words : chain.words()) {
                out.append("  - ")
                        .append(MarkdownText.escape(words, Uncovered.LONGEST))
                        .append('\n');
            }
        }
        out.append('\n');
    }

    private void secureBoot(SecureBootReport secureBoot) {
        out.append("### Secure Boot, chain ")
                .append(MarkdownText.escape(secureBoot.chain()))
                .append(" on ")
                .append(names(secureBoot.hardware()))
                .append("\n\n");
        secureBoot.words().forEach(words -> item("- ", words));
        out.append('\n');
    }

    private void group(ProposalReport.Group group) {
        BaselineDiff diff = group.diff();
        out.append("### Chain ")
                .append(MarkdownText.escape(group.chain()))
                .append(" on ")
                .append(names(group.hardware()))
                .append("\n\n");
        for (ArtifactChange change : diff.artifacts()) {
            out.append("- **").append(MarkdownText.escape(change.name())).append("** ");
            out.append(change.kind().name().toLowerCase(Locale.ROOT));
            out.append(" (").append(MarkdownText.code(change.origin())).append(")\n");
            change.words().forEach(words -> item("  - ", words));
        }
        diff.configuration().forEach(words -> item("- ", words));
        out.append('\n');
        if (!diff.first()) {
            consequences(diff);
            out.append("PCRs that stay as they are: ")
                    .append(Decision.pcrs(diff.unchangedPcrs(), "none"))
                    .append(".\n\n");
        }
        if (values) {
            values(group);
        }
        if (group.hardware().size() > MOST_NAMES) {
            fold("The " + group.hardware().size() + " hardware profiles");
            out.append(MarkdownText.escape(String.join(", ", group.hardware()))).append("\n\n</details>\n\n");
        }
        out.append("Accepted sets after this change: ")
                .append(diff.sets().words())
                .append(".\n\n");
        if (!diff.sets().leftOut().isEmpty()) {
            out.append("Not accepted, since the parts do not fit each other; a node that boots one fails:\n\n");
            diff.sets()
                    .leftOut()
                    .forEach(line ->
                            out.append("- ").append(MarkdownText.escape(line)).append('\n'));
            out.append('\n');
        }
    }

    private void consequences(BaselineDiff diff) {
        if (diff.events().isEmpty()) {
            return;
        }
        out.append("| PCR | because of | what is measured |\n|---|---|---|\n");
        EventChange.counted(diff.events())
                .forEach((event, count) -> row(
                        String.valueOf(event.pcr()),
                        MarkdownText.escape(event.because()),
                        event.kind() + ": " + MarkdownText.escape(event.what())
                                + (count > 1 ? " (" + count + " times)" : "")));
        out.append('\n');
    }

    /** One fold for all profiles that show the same values. */
    private void values(ProposalReport.Group group) {
        Map<List<PcrChange>, List<String>> alike = new LinkedHashMap<>();
        group.values()
                .forEach((hardware, pcrs) ->
                        alike.computeIfAbsent(pcrs, key -> new ArrayList<>()).add(hardware));
        alike.forEach((pcrs, hardware) -> {
            fold("PCR values on " + names(hardware));
            out.append("| PCR | state | value | enforced |\n|---|---|---|---|\n");
            for (PcrChange pcr : pcrs) {
                row(
                        String.valueOf(pcr.pcr()),
                        group.diff().first() ? "new" : pcr.changed() ? "**changes**" : "same",
                        value(pcr),
                        pcr.notEnforced()
                                .map(reason -> "no: " + MarkdownText.escape(reason))
                                .orElse("yes"));
            }
            out.append("\n</details>\n\n");
        });
    }

    private static String value(PcrChange pcr) {
        return pcr.after().stream()
                .flatMap(digests -> digests.all().stream())
                .map(Digest::toString)
                .map(MarkdownText::code)
                .reduce((a, b) -> a + "<br>" + b)
                .orElse("–");
    }

    private void unchanged() {
        if (!report.unchanged().isEmpty()) {
            fold("Baselines that stay as they are: " + report.unchanged().size());
            report.unchanged()
                    .forEach(path ->
                            out.append("- ").append(MarkdownText.code(path)).append('\n'));
            out.append("\n</details>\n\n");
        }
    }

    private static String names(List<String> names) {
        String shown =
                names.stream().limit(MOST_NAMES).map(MarkdownText::escape).collect(Collectors.joining(", "));
        return names.size() <= MOST_NAMES ? shown : shown + " and " + (names.size() - MOST_NAMES) + " more";
    }

    private void fold(String summary) {
        out.append("<details><summary>").append(summary).append("</summary>\n\n");
    }

    private void item(String start, String words) {
        out.append(start).append(MarkdownText.escape(words)).append('\n');
    }

    private void row(String... cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
