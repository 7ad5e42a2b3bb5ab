package io.jenkins.plugins.hallmark.step;

import hudson.AbortException;
import hudson.model.Result;
import hudson.model.Run;
import io.hallmark.baselines.drift.Drift;
import io.hallmark.baselines.drift.DriftReport;
import io.hallmark.baselines.drift.Held;
import io.hallmark.baselines.drift.JsonDrift;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.jenkins.plugins.hallmark.agent.EventLogs;
import io.jenkins.plugins.hallmark.agent.UnreadableLogException;
import io.jenkins.plugins.hallmark.config.BaselinesSource;
import io.jenkins.plugins.hallmark.config.SourceSecrets;
import io.jenkins.plugins.hallmark.view.DriftReportAction;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares event logs with the baselines. The controller reads them, one at a time. */
final class DriftTask extends HallmarkTask {
    private static final long serialVersionUID = 1L;

    private final Settings settings;

    /** What a finding makes of a build. */
    enum Severity {
        FAILURE,
        UNSTABLE,
        IGNORE;

        /** By the word of the settings; one that is none counts as the hardest. */
        static Severity of(String word) {
            return Arrays.stream(values())
                    .filter(severity -> severity.name().equalsIgnoreCase(word))
                    .findFirst()
                    .orElse(FAILURE);
        }
    }

    /**
     * What is asked for.
     *
     * @param logs pattern of paths
     * @param archivedBy what {@link ArchivedBy} reads; empty for the workspace
     * @param image only baselines of this one; of all when empty
     * @param chain only baselines of this one; of all when empty
     * @param profile only baselines of this hardware profile; of all when empty
     * @param onDrift when a verifier would not accept a node
     * @param onDifference when a node differs only in PCRs that are not enforced
     */
    record Settings(
            String logs,
            String archivedBy,
            String image,
            String chain,
            String profile,
            Severity onDrift,
            Severity onDifference)
            implements Serializable {}

    DriftTask(String baselines, Settings settings) {
        super(baselines);
        this.settings = settings;
    }

    @Override
    Map<String, Object> run(BuildContext build, BaselinesSource source, SourceSecrets secrets)
            throws IOException, InterruptedException {
        EventLogs logs = logs(build);
        List<DriftReport> reports = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        try (BaselinesRepository repository = open(build, source, secrets)) {
            Drift drift = new Held(given(settings.image()), given(settings.chain()), given(settings.profile()))
                    .in(repository, repository.head(repository.defaultBranch()));
            build.say("compares " + logs.paths().size() + " event logs with the baselines of " + repository.url());
            for (String path : logs.paths()) {
                stopWhenAborted();
                try {
                    String node = DriftReport.node(Path.of("workspace").resolve(path));
                    reports.add(drift.of(node, EventLogReader.read(logs.read(path), path)));
                } catch (UnreadableLogException | MeasuredBootException e) {
                    // One node that sends garbage must not hide what the others show.
                    unreadable.add(e.getMessage());
                }
            }
        }
        return finish(build, reports, unreadable);
    }

    private EventLogs logs(BuildContext build) throws IOException, InterruptedException {
        if (settings.archivedBy().isEmpty()) {
            return EventLogs.in(build.workspace(), settings.logs());
        }
        Run<?, ?> archive = ArchivedBy.parse(settings.archivedBy()).in(build);
        build.say("reads what " + archive.getFullDisplayName() + " archived");
        return EventLogs.archivedBy(archive, settings.logs());
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(given -> !given.isEmpty());
    }

    private Map<String, Object> finish(BuildContext build, List<DriftReport> reports, List<String> unreadable)
            throws IOException {
        List<String> drifting =
                names(reports.stream().filter(DriftReport::drift).toList());
        List<String> differing = names(reports.stream()
                .filter(report -> !report.drift() && !report.pcrs().isEmpty())
                .toList());
        DriftReportAction action =
                new DriftReportAction(baselines(), reports.size() + unreadable.size(), drifting, unreadable);
        action.addTo(build.run(), JsonDrift.render(reports));
        unreadable.forEach(build::say);
        for (DriftReport report : reports) {
            report.pcrs()
                    .forEach(pcr -> build.say(report.node() + ": PCR " + pcr.pcr()
                            + (pcr.enforced() ? ": " : " (not enforced): ") + pcr.probably()));
            report.notes().forEach(note -> build.say(report.node() + ": " + note));
        }
        build.say(action.headline());
        if (!drifting.isEmpty() || !unreadable.isEmpty()) {
            judge(build, settings.onDrift(), action.headline());
        }
        if (!differing.isEmpty()) {
            judge(build, settings.onDifference(), differing.size() + " nodes differ in PCRs that are not enforced");
        }
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("nodes", reports.size() + unreadable.size());
        summary.put("drifting", new ArrayList<>(drifting));
        summary.put("differing", new ArrayList<>(differing));
        summary.put("unreadable", new ArrayList<>(unreadable));
        return summary;
    }

    private static void judge(BuildContext build, Severity severity, String why) throws AbortException {
        if (severity == Severity.FAILURE) {
            throw new AbortException(why);
        }
        if (severity == Severity.UNSTABLE) {
            build.run().setResult(Result.UNSTABLE);
        }
    }

    private static List<String> names(List<DriftReport> reports) {
        return reports.stream().map(DriftReport::node).toList();
    }
}
