package io.jenkins.plugins.hallmark.step;

import hudson.AbortException;
import hudson.scm.ChangeLogSet;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.diff.JsonReport;
import io.hallmark.baselines.diff.ProposalReport;
import io.hallmark.baselines.forge.Branches;
import io.hallmark.baselines.forge.ForgeKind;
import io.hallmark.baselines.forge.PullRequestStep;
import io.hallmark.baselines.forge.PullRequests;
import io.hallmark.baselines.initramfs.InitramfsCache;
import io.hallmark.baselines.propose.MeasuredImage;
import io.hallmark.baselines.propose.Propose;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.ProposalResult;
import io.hallmark.baselines.repository.Snapshot;
import io.jenkins.plugins.hallmark.agent.Agent;
import io.jenkins.plugins.hallmark.agent.AgentImage;
import io.jenkins.plugins.hallmark.config.BaselinesSource;
import io.jenkins.plugins.hallmark.config.SourceSecrets;
import io.jenkins.plugins.hallmark.view.OverviewStore;
import io.jenkins.plugins.hallmark.view.ProposalReportAction;
import io.jenkins.plugins.hallmark.view.ProposalReportAction.Outcome;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import jenkins.scm.RunWithSCM;

/**
 * Proposes the baselines of the image in the workspace. The agent measures; what is computed, committed, signed and sent is
 * done by the controller. Whether anything changed is decided by digests against the approved baselines.
 */
final class ProposeTask extends HallmarkTask {
    private static final long serialVersionUID = 1L;

    private final Settings settings;

    /**
     * What is asked for.
     *
     * @param imagePath folder of {@code hallmark.yaml} in the workspace
     * @param agreement how many agents of different labels must have measured the same, 1 or more
     * @param preview whether nothing is pushed
     */
    record Settings(String imagePath, int agreement, boolean allowWeaker, boolean replaceLater, boolean preview)
            implements java.io.Serializable {}

    ProposeTask(String baselines, Settings settings) {
        super(baselines);
        this.settings = settings;
    }

    @Override
    Map<String, Object> run(BuildContext build, BaselinesSource source, SourceSecrets secrets)
            throws IOException, InterruptedException {
        Optional<PullRequestStep> pullRequest = settings.preview() ? Optional.empty() : forge(build, source, secrets);
        Agent agent = agent(build);
        AgentImage measured = AgentImage.measure(build.workspace(), settings.imagePath(), build.listener());
        MeasuredImage image = measured.image();
        List<String> touched = touched(build, image);
        touched.forEach(path -> build.say("the commits of this build touch " + path));
        InitramfsCache initramfs = new InitramfsCache(build.folder().resolve("initramfs"), measured.indexes());
        try (BaselinesRepository repository = open(build, source, secrets)) {
            if (settings.preview()) {
                Snapshot head = repository.head(repository.defaultBranch());
                ProposalReport report = initramfs.enrich(image, Propose.preview(image, head));
                ProposalReportAction action =
                        new ProposalReportAction(baselines(), Outcome.PREVIEW, head.commit(), report);
                tell(build, report, action.touching(touched));
                return action.summary();
            }
            Propose propose = new Propose(repository, author(source), secrets.signer(), (which, report) -> {
                agree(build, agent, measured, image);
                return initramfs.enrich(which, report);
            });
            stopWhenAborted();
            build.say("computes the baselines of " + image.description().image() + " upon " + repository.url());
            Propose.Outcome outcome = propose.run(image, settings.replaceLater(), settings.allowWeaker());
            return finish(
                    build,
                    outcome,
                    end -> new ProposalReportAction(
                                    baselines(), end, outcome.result().base(), outcome.report())
                            .touching(touched),
                    repository.defaultBranch(),
                    pullRequest);
        }
    }

    private Agent agent(BuildContext build) throws AbortException {
        Agent agent = build.surroundings().agents().apply(build.workspace());
        return settings.agreement() > 1 ? agent.known(build.workspace()) : agent;
    }

    /** Before anything is pushed, each time that it is computed. */
    private void agree(BuildContext build, Agent agent, AgentImage measured, MeasuredImage image) {
        if (settings.agreement() > 1) {
            MeasuredAgents.disagreement(
                            build.run(),
                            baselines(),
                            image.description().image(),
                            agent,
                            measured,
                            settings.agreement())
                    .ifPresent(reason -> {
                        throw new BaselinesException("nothing is proposed: " + reason);
                    });
        }
    }

    private static Optional<PullRequestStep> forge(BuildContext build, BaselinesSource source, SourceSecrets secrets)
            throws IOException {
        if (source.getForge().isEmpty()) {
            return Optional.empty();
        }
        PullRequests pullRequests = PullRequests.of(
                ForgeKind.named(source.getForge()),
                Optional.of(source.getForgeUrl()).filter(url -> !url.isEmpty()),
                source.getUrl(),
                secrets.forge(),
                build.surroundings().pause(),
                build::say);
        return Optional.of(new PullRequestStep(pullRequests, build::say));
    }

    private Map<String, Object> finish(
            BuildContext build,
            Propose.Outcome outcome,
            Function<Outcome, ProposalReportAction> ended,
            String base,
            Optional<PullRequestStep> pullRequest)
            throws IOException, InterruptedException {
        ProposalResult result = outcome.result();
        ProposalReport report = outcome.report();
        if (!outcome.weaker().isEmpty()) {
            tell(build, report, ended.apply(Outcome.WEAKER));
            outcome.weaker().forEach(build::say);
            throw new AbortException("nothing is proposed: verifiers would hold nodes to less than before; if that is"
                    + " meant, set allowWeaker");
        }
        if (result instanceof ProposalResult.Superseded superseded) {
            tell(build, report, ended.apply(Outcome.SUPERSEDED));
            throw new AbortException("branch " + superseded.branch() + " holds a proposal from a later commit of the"
                    + " image (" + superseded.by() + "), which stays; set replaceLater to go back on purpose");
        }
        if (result instanceof ProposalResult.Unchanged unchanged) {
            unchanged
                    .openProposal()
                    .ifPresent(commit -> build.say(
                            "an open proposal (" + commit + ") says something else and is out of date; close it"));
            ProposalReportAction action = ended.apply(Outcome.UNCHANGED);
            tell(build, report, action);
            note(build, report, unchanged.openProposal().orElse(""), "");
            return action.summary();
        }
        boolean fresh = result instanceof ProposalResult.Pushed;
        String commit = result instanceof ProposalResult.Pushed pushed
                ? pushed.commit()
                : ((ProposalResult.AlreadyProposed) result).commit();
        String branch = result instanceof ProposalResult.Pushed pushed
                ? pushed.branch()
                : ((ProposalResult.AlreadyProposed) result).branch();
        ProposalReportAction action =
                ended.apply(fresh ? Outcome.PROPOSED : Outcome.ALREADY_PROPOSED).at(commit, branch);
        build.say((fresh ? "proposed on branch " : "proposed already on branch ") + branch + " as " + commit);
        Optional<String> url = Optional.empty();
        try {
            url = pullRequest.flatMap(step -> step.run(new Branches(branch, base), commit, fresh, report));
        } finally {
            // What is pushed is told, also when the forge failed.
            url.ifPresent(action::withPullRequest);
            tell(build, report, action);
            note(build, report, commit, url.orElse(""));
        }
        return action.summary();
    }

    private static void tell(BuildContext build, ProposalReport report, ProposalReportAction action)
            throws IOException {
        String pullRequest = action.summary().get("pullRequest").toString();
        action.addTo(
                build.run(), JsonReport.render(report, Optional.of(pullRequest).filter(url -> !url.isEmpty())));
        build.say(action.headline());
    }

    /** For the overview. Of a proposal that was not made it hears nothing: one that is open stands as before. */
    private void note(BuildContext build, ProposalReport report, String commit, String pullRequest) throws IOException {
        build.surroundings()
                .jenkins()
                .extension(OverviewStore.class)
                .proposed(baselines(), build.run(), report, commit, pullRequest);
    }

    /** The change log decides nothing: it is empty for a first build, and wrong after a forced push. It is told. */
    private List<String> touched(BuildContext build, MeasuredImage image) {
        if (!(build.run() instanceof RunWithSCM<?, ?> changed)) {
            return List.of();
        }
        String folder = Arrays.stream(settings.imagePath().split("/"))
                .filter(name -> !name.isEmpty() && !name.equals("."))
                .map(name -> name + "/")
                .collect(Collectors.joining());
        List<String> origins = image.artifacts().values().stream()
                .map(artifact -> folder + artifact.origin())
                .toList();
        TreeSet<String> touched = new TreeSet<>();
        for (ChangeLogSet<? extends ChangeLogSet.Entry> set : changed.getChangeSets()) {
            for (ChangeLogSet.Entry entry : set) {
                entry.getAffectedPaths().stream().filter(origins::contains).forEach(touched::add);
            }
        }
        return List.copyOf(touched);
    }
}
