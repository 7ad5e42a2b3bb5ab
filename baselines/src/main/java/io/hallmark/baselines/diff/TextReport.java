package io.hallmark.baselines.diff;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.io.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report as plain text, for terminals and commit messages; no line is longer than {@value #WIDTH} columns. */
public final class TextReport {
    private static final int WIDTH = 100;
    private static final int MOST_NAMES = 8;
    private static final int MOST_CHARACTERS = 300;

    private final ProposalReport report;
    private final boolean colour;
    private final StringBuilder out = new StringBuilder();

    private TextReport(ProposalReport report, boolean colour) {
        this.report = report;
        this.colour = colour;
    }

    /** Without colours. */
    public static String render(ProposalReport report) {
        return render(report, false);
    }

    /** @param colour whether what matters is marked with ANSI escapes, for a terminal */
    public static String render(ProposalReport report, boolean colour) {
        return new TextReport(report, colour).text();
    }

    private String text() {
        line(0, Style.BOLD, report.title());
        line(0, Decision.of(report));
        if (!report.source().commit().isEmpty()) {
            String repository = report.source().repository();
            line(
                    0,
                    "Computed from " + (repository.isEmpty() ? "the image repository" : repository) + " at "
                            + report.source().commit() + ".");
        }
        warnings();
        for (ProposalReport.Group group : report.groups()) {
            out.append('\n');
            line(0, Style.BOLD, "Chain " + group.chain() + " on " + names(group.hardware()));
            group(group);
        }
        uncovered();
        for (SecureBootReport secureBoot : report.secureBoot()) {
            out.append('\n');
            line(0, Style.BOLD, "Secure Boot, chain " + secureBoot.chain() + " on " + names(secureBoot.hardware()));
            secureBoot.words().forEach(words -> line(2, words));
        }
        if (!report.unchanged().isEmpty()) {
            out.append('\n');
            line(0, Style.BOLD, "Baselines that stay as they are");
            report.unchanged().forEach(path -> line(2, path));
        }
        return out.toString();
    }

    private void warnings() {
        if (report.warnings().isEmpty()) {
            return;
        }
        out.append('\n');
        line(0, Style.BOLD, "Look at this first");
        for (Warning warning : report.warnings()) {
            line(2, warning.loud() ? Style.RED : Style.PLAIN, warning.text());
        }
    }

    private void uncovered() {
        List<Uncovered> chains = report.uncovered();
        if (chains.isEmpty()) {
            return;
        }
        out.append('\n');
        line(0, Style.BOLD, Uncovered.TITLE);
        for (Uncovered chain : chains) {
            line(2, "Chain " + chain.chain() + " on " + names(chain.hardware()));
            chain.words().forEach(words -> wrapped(4, Style.PLAIN, oneLine(words, Uncovered.LONGEST)));
        }
    }

    private void group(ProposalReport.Group group) {
        BaselineDiff diff = group.diff();
        if (diff.first()) {
            line(2, "This is the first baseline; there is nothing to compare it with.");
        }
        for (ArtifactChange change : diff.artifacts()) {
            line(2, change.kind().name().toLowerCase(Locale.ROOT) + " " + change.name() + " (" + change.origin() + ")");
            change.words().forEach(words -> line(4, words));
        }
        diff.configuration().forEach(words -> line(2, "changed " + words));
        if (!diff.first()) {
            line(2, "What follows");
            if (diff.events().isEmpty()) {
                line(4, "no event of the boot log changes");
            }
            EventChange.counted(diff.events())
                    .forEach((event, count) -> line(
                            4,
                            "PCR " + event.pcr() + ": " + event.kind() + " " + oneLine(event.what())
                                    + (count > 1 ? " (" + count + " times)" : "") + ", because of "
                                    + event.because()));
        }
        values(group);
        line(2, "Accepted sets: " + diff.sets().words());
        diff.sets()
                .leftOut()
                .forEach(line -> line(
                        4,
                        "not accepted, since the parts do not fit each other (a node that boots it fails): " + line));
    }

    /** One table for all profiles that show the same values. */
    private void values(ProposalReport.Group group) {
        boolean first = group.diff().first();
        Map<List<PcrChange>, List<String>> alike = new LinkedHashMap<>();
        group.values()
                .forEach((hardware, pcrs) -> alike.computeIfAbsent(
                                pcrs.stream().filter(PcrChange::changed).toList(), key -> new ArrayList<>())
                        .add(hardware));
        alike.forEach((pcrs, hardware) -> {
            line(2, (first ? "PCRs" : "PCRs that change") + (alike.size() > 1 ? " on " + names(hardware) : ""));
            if (pcrs.isEmpty()) {
                line(4, "none");
            }
            pcrs.forEach(pcr -> pcr(pcr, first));
        });
        if (!first) {
            line(2, "PCRs that stay as they are: " + Decision.pcrs(group.diff().unchangedPcrs(), "none"));
        }
    }

    private void pcr(PcrChange pcr, boolean first) {
        String value = pcr.after().map(TextReport::shortest).orElse("no value");
        line(4, Style.YELLOW, String.format(Locale.ROOT, "%2d  %s", pcr.pcr(), value));
        if (!pcr.causes().isEmpty() && !first) {
            line(8, "because of " + String.join(", ", pcr.causes()));
        }
        pcr.notEnforced().ifPresent(reason -> line(8, "not enforced: " + reason));
    }

    private static String names(List<String> names) {
        return names.size() <= MOST_NAMES
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MOST_NAMES)) + " and " + (names.size() - MOST_NAMES) + " more";
    }

    /** The value in the bank that most verifiers use: sha256 if there is one. */
    static String shortest(Digests values) {
        return values.in(Bank.SHA256)
                .or(() -> values.all().stream().findFirst())
                .map(Digest::toString)
                .orElse("no value");
    }

    /** Foreign text as one line of moderate length that can't move a cursor or turn the direction of writing. */
    static String oneLine(String text) {
        return oneLine(text, MOST_CHARACTERS);
    }

    /** @param longest how many characters of it are kept */
    static String oneLine(String text, int longest) {
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(c -> line.appendCodePoint(Printable.is(c) ? c : ' '));
        String flat = line.toString().replaceAll(" {2,}", " ").strip();
        return flat.length() <= longest ? flat : flat.substring(0, longest - 1) + "…";
    }

    private void line(int indent, String text) {
        line(indent, Style.PLAIN, text);
    }

    private void line(int indent, Style style, String text) {
        wrapped(indent, style, style == Style.YELLOW ? text : oneLine(text));
    }

    private void wrapped(int indent, Style style, String text) {
        String rest = text;
        int start = indent;
        while (rest.length() > WIDTH - start) {
            int space = rest.lastIndexOf(' ', WIDTH - start);
            if (space <= 0) {
                break;
            }
            put(start, style, rest.substring(0, space));
            rest = rest.substring(space + 1);
            start = indent + 4;
        }
        put(start, style, rest);
    }

    private void put(int indent, Style style, String text) {
        out.append(" ".repeat(indent)).append(style.paint(text, colour)).append('\n');
    }

    private enum Style {
        PLAIN(""),
        BOLD("\u001b[1m"),
        RED("\u001b[1;31m"),
        YELLOW("\u001b[33m");

        private final String start;

        Style(String start) {
            this.start = start;
        }

        String paint(String text, boolean colour) {
            return colour && !start.isEmpty() ? start + text + "\u001b[0m" : text;
        }
    }
}
