package io.jenkins.plugins.hallmark.view;

import io.hallmark.baselines.diff.PcrChange;
import io.hallmark.baselines.diff.ProposalReport;
import io.hallmark.baselines.document.BaselineDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kohsuke.stapler.export.Exported;

/** What became of a proposal. Texts that there are none of are empty. */
public final class ProposalReportAction extends BuildReport {
    private final String image;
    private final String title;
    private final String sourceRepository;
    private final String sourceCommit;
    private final Outcome outcome;
    private final String base;
    private final ArrayList<PcrCause> changes;

    /** Paths of the baselines that change; null in what an earlier release kept. */
    private final ArrayList<String> changedBaselines;

    /** Null in what an earlier release kept. */
    private ArrayList<String> touched = new ArrayList<>();

    private String commit = "";
    private String branch = "";
    private String pullRequest = "";

    /** How a proposal ends. */
    public enum Outcome {
        /** Pushed for review. */
        PROPOSED,
        /** The branch proposes the same already. */
        ALREADY_PROPOSED,
        /** The approved baselines hold for the image. */
        UNCHANGED,
        /** A proposal from a later commit of the image stays. */
        SUPERSEDED,
        /** Nodes would be held to less than before, which nobody allowed. */
        WEAKER,
        /** Only looked at. */
        PREVIEW
    }

    /**
     * What became of a proposal.
     *
     * @param baselines name of the baselines repository
     * @param outcome how it ended
     * @param base commit that it was computed upon
     * @param report of the computation
     */
    public ProposalReportAction(String baselines, Outcome outcome, String base, ProposalReport report) {
        super(baselines);
        this.outcome = outcome;
        this.base = base;
        this.image = report.image();
        this.title = report.title();
        this.sourceRepository = report.source().repository();
        this.sourceCommit = report.source().commit();
        this.changes = new ArrayList<>(causes(report));
        this.changedBaselines = new ArrayList<>(baselines(report));
    }

    private static List<String> baselines(ProposalReport report) {
        List<String> paths = new ArrayList<>();
        for (ProposalReport.Group group : report.groups()) {
            group.hardware()
                    .forEach(hardware -> paths.add(BaselineDocument.path(report.image(), group.chain(), hardware)));
        }
        return paths;
    }

    private static List<PcrCause> causes(ProposalReport report) {
        List<PcrCause> causes = new ArrayList<>();
        for (ProposalReport.Group group : report.groups()) {
            for (PcrChange pcr : group.diff().changedPcrs()) {
                causes.add(new PcrCause(group.chain(), pcr.pcr(), pcr.causes()));
            }
        }
        return causes;
    }

    /** The same with the commit that proposes it. */
    public ProposalReportAction at(String proposed, String onBranch) {
        commit = proposed;
        branch = onBranch;
        return this;
    }

    /** The same with those files of the image that the build's commits touch. */
    public ProposalReportAction touching(List<String> paths) {
        touched = new ArrayList<>(paths);
        return this;
    }

    /** The same with where people look at its pull request. */
    public ProposalReportAction withPullRequest(String url) {
        pullRequest = url;
        return this;
    }

    /** The image. */
    @Exported
    public String getImage() {
        checkRead();
        return image;
    }

    /** One line that says what to decide. */
    @Exported
    public String getTitle() {
        checkRead();
        return title;
    }

    /** How it ended. */
    @Exported
    public Outcome getOutcome() {
        checkRead();
        return outcome;
    }

    /** URL of the image repository; may be empty. */
    @Exported
    public String getSourceRepository() {
        checkRead();
        return sourceRepository;
    }

    /** Commit of the image repository; may be empty. */
    @Exported
    public String getSourceCommit() {
        checkRead();
        return sourceCommit;
    }

    /** Commit of the baselines repository that it was computed upon. */
    @Exported
    public String getBase() {
        checkRead();
        return base;
    }

    /** Commit that proposes it. */
    @Exported
    public String getCommit() {
        checkRead();
        return commit;
    }

    /** Branch that proposes it. */
    @Exported
    public String getBranch() {
        checkRead();
        return branch;
    }

    /** Where people look at the pull request. */
    @Exported
    public String getPullRequest() {
        checkRead();
        return pullRequest;
    }

    /** The pull request's URL when it may be a link: what a forge answers is not trusted to be one. */
    public String getPullRequestLink() {
        checkRead();
        return pullRequest.matches("https?://[^\\s\"'<>]+") ? pullRequest : "";
    }

    /** Where people look at the commit that proposes it; empty when that can't be told. */
    public String getCommitLink() {
        return CommitLink.besidePullRequest(getPullRequestLink(), commit);
    }

    /** Where people look at the commit of the image; empty when that can't be told. */
    public String getSourceCommitLink() {
        checkRead();
        return CommitLink.in(sourceRepository, sourceCommit);
    }

    /** Files of the image that the build's commits touch, as the change log says; it decides nothing. */
    @Exported
    public List<String> getTouched() {
        checkRead();
        return touched == null ? List.of() : List.copyOf(touched);
    }

    /** The PCRs that change, with their causes. */
    @Exported
    public List<PcrCause> getChanges() {
        checkRead();
        return List.copyOf(changes);
    }

    /** The indices of those PCRs, sorted. */
    public List<Integer> getChangedPcrs() {
        return getChanges().stream().map(PcrCause::getPcr).sorted().distinct().toList();
    }

    /** Whether any baseline changes: also one that changes in nothing but what nodes are held to. */
    @Exported
    public boolean isChanged() {
        checkRead();
        return changed();
    }

    private boolean changed() {
        return changedBaselines == null ? !changes.isEmpty() : !changedBaselines.isEmpty();
    }

    @Override
    public String headline() {
        return switch (outcome) {
            case PROPOSED -> Messages.Proposal_proposed(title);
            case ALREADY_PROPOSED -> Messages.Proposal_alreadyProposed(title);
            case UNCHANGED -> Messages.Proposal_unchanged(image);
            case SUPERSEDED -> Messages.Proposal_superseded(image);
            case WEAKER -> Messages.Proposal_weaker(title);
            case PREVIEW -> Messages.Proposal_preview(title);
        };
    }

    @Override
    boolean good() {
        return outcome != Outcome.WEAKER && outcome != Outcome.SUPERSEDED;
    }

    @Override
    String word() {
        return "proposal";
    }

    @Override
    public String getDisplayName() {
        return Messages.Proposal_displayName();
    }

    /** What a Pipeline gets; for the build itself, whoever it runs as. */
    public Map<String, Object> summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("outcome", outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        summary.put("changed", changed());
        summary.put("image", image);
        summary.put("title", title);
        summary.put(
                "pcrs",
                new ArrayList<>(changes.stream()
                        .map(PcrCause::getPcr)
                        .sorted()
                        .distinct()
                        .toList()));
        summary.put("commit", commit);
        summary.put("branch", branch);
        summary.put("base", base);
        summary.put("pullRequest", pullRequest);
        return summary;
    }
}
