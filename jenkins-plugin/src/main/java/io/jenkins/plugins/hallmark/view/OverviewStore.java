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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** What was published last, to whichever targets. */
    private static final String LAST = "last";

    /** What is said of a baseline: by a build that proposes, and by one that publishes. They may be of different jobs. */
    static final String PROPOSAL = "proposal";

    static final String PUBLICATION = "publication";

    private static final Set<String> SAID = Set.of(PROPOSAL, PUBLICATION);

    private final JenkinsFacade jenkins;

    /** For Jenkins. */
    public OverviewStore() {
        this(new JenkinsFacade());
    }

    OverviewStore(JenkinsFacade jenkins) {
        this.jenkins = jenkins;
    }

    /**
     * Notes what a proposal says. One that was not made says nothing: another may still be open. What an earlier one proposed
     * for a baseline of the image that this one does not speak of is proposed no more: an image has one open proposal.
     *
     * @param commit that proposes the changes, or that an open proposal of another content has; empty when there is none
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
                row.put(PROPOSAL, said(run, Map.of("commit", commit, "pullRequest", pullRequest)));
            }
        }
        for (String path : report.unchanged()) {
            String[] names = path.replaceFirst("^baselines/", "")
                    .replaceFirst("\\.yaml$", "")
                    .split("/");
            Map<String, Object> row = row(rows, names[0], names[1], names[2]);
            if (commit.isEmpty() || !commit.equals(commit(row))) {
                row.put(PROPOSAL, said(run, Map.of()));
            }
        }
        rows.replaceAll((path, each) -> {
            Map<String, Object> row = object(each);
            boolean earlier = !commit(row).isEmpty() && !commit(row).equals(commit);
            if (earlier && report.image().equals(row.get("image"))) {
                row.put(PROPOSAL, said(run, Map.of()));
            }
            return row;
        });
        write(document);
    }

    /**
     * Notes what a publication did. What is neither in the state nor proposed is gone, and so are targets that the settings
     * of the state don't name.
     *
     * @param configured names of all targets in the settings of the state, also of those that were not asked
     * @param merged whether a commit that was proposed is part of the state
     */
    public synchronized void published(
            String baselines,
            Run<?, ?> run,
            ApprovedState state,
            Set<String> configured,
            List<TargetOutcome> outcomes,
            Predicate<String> merged)
            throws IOException {
        Map<String, Object> document = read();
        Map<String, Object> rows = part(document, baselines, ROWS);
        rows.replaceAll((path, row) -> proposedOnly(object(row), merged));
        for (BaselineDocument baseline : state.baselines()) {
            Map<String, Object> row = row(rows, baseline.image(), baseline.chain(), baseline.hardware());
            String commit = baseline.accepted().get(0).source().commit();
            row.put(PUBLICATION, said(run, Map.of("inForce", commit)));
        }
        rows.values()
                .removeIf(row -> !object(row).containsKey(PUBLICATION)
                        && commit(object(row)).isEmpty());
        part(document, baselines, LAST).putAll(said(run, Map.of("commit", state.commit())));
        Map<String, Object> targets = part(document, baselines, TARGETS);
        targets.keySet().retainAll(configured);
        for (TargetOutcome outcome : outcomes) {
            Map<String, Object> target = new TreeMap<>();
            target.put("good", outcome.good());
            target.put("commit", outcome.commit().orElse(""));
            target.put("words", outcome.words());
            targets.put(outcome.target(), said(run, target));
        }
        write(document);
    }

    /** A row without what was published before, and without a proposal that was merged meanwhile. */
    private static Map<String, Object> proposedOnly(Map<String, Object> row, Predicate<String> merged) {
        row.remove(PUBLICATION);
        if (!commit(row).isEmpty() && merged.test(commit(row))) {
            Map<String, Object> proposal = object(row.get(PROPOSAL));
            proposal.remove("commit");
            proposal.remove("pullRequest");
            row.put(PROPOSAL, proposal);
        }
        return row;
    }

    /** The commit that proposes something for a row; empty when none does. */
    private static String commit(Map<String, Object> row) {
        return object(row.get(PROPOSAL)).getOrDefault("commit", "").toString();
    }

    /** What builds of visible jobs have said of baselines; those that none has spoken of are left out. */
    synchronized List<OverviewRow> rows() throws IOException {
        Map<String, Boolean> readable = new HashMap<>();
        Predicate<Object> visible =
                said -> readable.computeIfAbsent(String.valueOf(object(said).get("job")), jenkins::mayRead);
        List<OverviewRow> rows = new ArrayList<>();
        for (Map.Entry<String, Object> repository : read().entrySet()) {
            Map<String, Object> parts = object(repository.getValue());
            Map<String, Object> targets = object(parts.get(TARGETS));
            targets.values().removeIf(visible.negate());
            Map<String, Object> last = object(parts.get(LAST));
            String published =
                    visible.test(last) ? last.getOrDefault("commit", "").toString() : "";
            for (Object each : object(parts.get(ROWS)).values()) {
                Map<String, Object> row = object(each);
                row.entrySet().removeIf(part -> SAID.contains(part.getKey()) && !visible.test(part.getValue()));
                if (row.keySet().stream().anyMatch(SAID::contains)) {
                    rows.add(new OverviewRow(repository.getKey(), row, published, targets));
                }
            }
        }
        return rows;
    }

    /** What a build says, with the job that decides who may see it. */
    private static Map<String, Object> said(Run<?, ?> run, Map<String, Object> what) {
        Map<String, Object> said = object(what);
        said.put("job", run.getParent().getFullName());
        said.put("build", run.getUrl());
        return said;
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
