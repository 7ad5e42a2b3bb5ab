package io.jenkins.plugins.hallmark.view;

import hudson.Extension;
import hudson.model.Run;
import io.hallmark.baselines.diff.ProposalReport;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.TargetOutcome;
import io.jenkins.plugins.hallmark.access.JenkinsFacade;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What builds said last of each baseline and each target, over the whole controller. It is kept as a document of its own,
 * so that it is there after a restart and without loading builds. Safe for use by several threads.
 */
@Extension
public final class OverviewStore {
    private static final String FILE = "overview.json";
    private static final String ROWS = "baselines";
    private static final String TARGETS = "targets";

    private final JenkinsFacade jenkins;

    /** For Jenkins. */
    public OverviewStore() {
        this(new JenkinsFacade());
    }

    OverviewStore(JenkinsFacade jenkins) {
        this.jenkins = jenkins;
    }

    /**
     * Notes what a proposal says.
     *
     * @param commit that proposes the changes; empty when there is none
     * @param pullRequest URL; empty when there is none
     */
    public synchronized void proposed(
            String baselines, Run<?, ?> run, ProposalReport report, String commit, String pullRequest)
            throws IOException {
        Map<String, Object> document = read();
        Map<String, Object> rows = part(document, baselines, ROWS);
        for (ProposalReport.Group group : report.groups()) {
            for (String hardware : group.hardware()) {
                Map<String, Object> row = row(rows, report.image(), group.chain(), hardware);
                put(row, "proposed", commit);
                put(row, "pullRequest", pullRequest);
                said(row, run);
            }
        }
        for (String path : report.unchanged()) {
            String[] names = path.replaceFirst("^baselines/", "")
                    .replaceFirst("\\.yaml$", "")
                    .split("/");
            Map<String, Object> row = row(rows, names[0], names[1], names[2]);
            row.remove("proposed");
            row.remove("pullRequest");
            said(row, run);
        }
        write(document);
    }

    /**
     * Notes what a publication did.
     *
     * @param merged whether a commit that was proposed is part of the state
     */
    public synchronized void published(
            String baselines,
            Run<?, ?> run,
            ApprovedState state,
            List<TargetOutcome> outcomes,
            Predicate<String> merged)
            throws IOException {
        Map<String, Object> document = read();
        Map<String, Object> rows = part(document, baselines, ROWS);
        for (BaselineDocument baseline : state.baselines()) {
            Map<String, Object> row = row(rows, baseline.image(), baseline.chain(), baseline.hardware());
            row.put("inForce", baseline.accepted().get(0).source().commit());
            if (row.get("proposed") instanceof String commit && merged.test(commit)) {
                row.remove("proposed");
                row.remove("pullRequest");
            }
            said(row, run);
        }
        Map<String, Object> targets = part(document, baselines, TARGETS);
        for (TargetOutcome outcome : outcomes) {
            Map<String, Object> target = new LinkedHashMap<>();
            target.put("good", outcome.good());
            target.put("commit", outcome.commit().orElse(""));
            target.put("wanted", state.commit());
            target.put("words", outcome.words());
            said(target, run);
            targets.put(outcome.target(), target);
        }
        write(document);
    }

    /** All baselines that builds of visible jobs have spoken of. */
    synchronized List<OverviewRow> rows() throws IOException {
        List<OverviewRow> rows = new ArrayList<>();
        for (Map.Entry<String, Object> repository : read().entrySet()) {
            Map<String, Object> parts = object(repository.getValue());
            Map<String, Object> targets = visible(object(parts.get(TARGETS)));
            visible(object(parts.get(ROWS)))
                    .values()
                    .forEach(row -> rows.add(new OverviewRow(repository.getKey(), object(row), targets)));
        }
        return rows;
    }

    private Map<String, Object> visible(Map<String, Object> entries) {
        Map<String, Object> visible = new TreeMap<>();
        entries.forEach((key, entry) -> {
            if (jenkins.mayRead(String.valueOf(object(entry).get("job")))) {
                visible.put(key, entry);
            }
        });
        return visible;
    }

    private static void put(Map<String, Object> row, String name, String value) {
        if (value.isEmpty()) {
            row.remove(name);
        } else {
            row.put(name, value);
        }
    }

    private static void said(Map<String, Object> entry, Run<?, ?> run) {
        entry.put("job", run.getParent().getFullName());
        entry.put("build", run.getUrl());
    }

    private static Map<String, Object> row(Map<String, Object> rows, String image, String chain, String hardware) {
        Map<String, Object> row = object(rows.get(BaselineDocument.path(image, chain, hardware)));
        row.put("image", image);
        row.put("chain", chain);
        row.put("hardware", hardware);
        rows.put(BaselineDocument.path(image, chain, hardware), row);
        return row;
    }

    private static Map<String, Object> part(Map<String, Object> document, String baselines, String name) {
        Map<String, Object> repository = object(document.get(baselines));
        document.put(baselines, repository);
        Map<String, Object> part = object(repository.get(name));
        repository.put(name, part);
        return part;
    }

    /** A copy that may be changed, sorted by name; an empty one for what is none. */
    private static Map<String, Object> object(Object value) {
        Map<String, Object> object = new TreeMap<>();
        if (value instanceof Map<?, ?> members) {
            members.forEach((name, member) -> object.put((String) name, member));
        }
        return object;
    }

    private Map<String, Object> read() throws IOException {
        return object(ReportFile.read(file()));
    }

    private void write(Map<String, Object> document) throws IOException {
        ReportFile.write(file(), CanonicalJson.write(document));
    }

    private Path file() {
        return jenkins.folder().resolve(FILE);
    }
}
