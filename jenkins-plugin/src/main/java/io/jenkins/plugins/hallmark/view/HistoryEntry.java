package io.jenkins.plugins.hallmark.view;

import hudson.model.Run;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What one step of one build did, for lists. */
@ExportedBean(defaultVisibility = 999)
public final class HistoryEntry {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Run<?, ?> build;
    private final BuildReport report;

    HistoryEntry(Run<?, ?> build, BuildReport report) {
        this.build = build;
        this.report = report;
    }

    /** The build's number. */
    @Exported
    public int getBuild() {
        return build.getNumber();
    }

    /** When the build began, ISO 8601. */
    @Exported
    public String getTime() {
        return Instant.ofEpochMilli(build.getTimeInMillis()).toString();
    }

    /** The same to the minute, for people. */
    public String getMinute() {
        return MINUTE.format(Instant.ofEpochMilli(build.getTimeInMillis()));
    }

    /** The page of the report, relative to Jenkins. */
    @Exported
    public String getUrl() {
        return build.getUrl() + report.getUrlName() + "/";
    }

    /** {@code proposal}, {@code publication} or {@code drift}. */
    @Exported
    public String getKind() {
        return report.word();
    }

    /** What came out, in one line. */
    @Exported
    public String getHeadline() {
        return report.getHeadline();
    }

    /** Whether it went as it should. */
    @Exported
    public boolean isGood() {
        return report.isGood();
    }

    /** The PCRs that a proposal changes, with their causes; empty for what is none. */
    @Exported
    public List<PcrCause> getChanges() {
        return report instanceof ProposalReportAction proposal ? proposal.getChanges() : List.of();
    }

    /** The same for people: one entry for all PCRs of a chain that change for the same reason. */
    public List<PcrGroup> getGroups() {
        return PcrGroup.of(getChanges());
    }

    /** The report itself. */
    public BuildReport getReport() {
        return report;
    }
}
