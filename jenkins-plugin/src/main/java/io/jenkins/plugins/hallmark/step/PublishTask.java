package io.jenkins.plugins.hallmark.step;

import hudson.AbortException;
import hudson.model.Result;
import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.publish.JsonPublication;
import io.hallmark.baselines.publish.Publish;
import io.hallmark.baselines.publish.TargetOutcome;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.jenkins.plugins.hallmark.config.Approvals;
import io.jenkins.plugins.hallmark.config.BaselinesSource;
import io.jenkins.plugins.hallmark.config.SourceSecrets;
import io.jenkins.plugins.hallmark.config.TargetSecrets;
import io.jenkins.plugins.hallmark.view.OverviewStore;
import io.jenkins.plugins.hallmark.view.PublicationReport;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Publishes the approved state of a baselines repository to its targets. The controller does it, but for what programs do, which the agent starts. */
final class PublishTask extends HallmarkTask {
    private static final long serialVersionUID = 1L;

    private final Settings settings;

    /**
     * What is asked for.
     *
     * @param commit to publish on purpose; the newest reviewed one when empty
     * @param targets names of those that are wanted; all when empty
     * @param waitMinutes how long to go on trying targets that are down; 0 for not
     * @param planOnly whether targets are only asked what would change
     * @param unstable whether a build is unstable when a target fails, rather than failed
     */
    record Settings(
            String commit,
            ArrayList<String> targets,
            int waitMinutes,
            boolean planOnly,
            boolean allowWeaker,
            boolean unstable)
            implements Serializable {}

    PublishTask(String baselines, Settings settings) {
        super(baselines);
        this.settings = settings;
    }

    @Override
    Map<String, Object> run(BuildContext build, BaselinesSource source, SourceSecrets secrets)
            throws IOException, InterruptedException {
        try (BaselinesRepository repository = open(build, source, secrets)) {
            Publish publish = new Publish(
                    repository,
                    author(source),
                    Approvals.of(source, repository, build.surroundings().clock()),
                    build.surroundings().kinds().apply(build.machine()),
                    new TargetSecrets(source, build.credentials()),
                    build.surroundings().pause(),
                    build.surroundings().clock(),
                    build::say);
            Publish.Result result = publish.run(new Publish.Request(
                            onPurpose(source, repository),
                            settings.planOnly(),
                            settings.waitMinutes() > 0
                                    ? Optional.of(Duration.ofMinutes(settings.waitMinutes()))
                                    : Optional.empty(),
                            Set.copyOf(settings.targets()))
                    .allowingWeaker(settings.allowWeaker()));
            if (result instanceof Publish.Result.Refused refused) {
                throw new AbortException("nothing is published: " + refused.reason());
            }
            return finish(build, repository, (Publish.Result.Done) result);
        }
    }

    /** The state that the job names; empty for the newest, which must follow what was published before. */
    private Optional<String> onPurpose(BaselinesSource source, BaselinesRepository repository) throws AbortException {
        Optional<String> named = Optional.of(settings.commit()).filter(commit -> !commit.isEmpty());
        if (named.isEmpty() || source.isOlderStates()) {
            return named;
        }
        String newest = repository.head(repository.defaultBranch()).commit();
        if (newest.equals(settings.commit())) {
            return Optional.empty();
        }
        throw new AbortException("nothing is published: " + settings.commit() + " is not the newest reviewed state, "
                + newest
                + ". Who administers Jenkins says whether jobs may go back: 'Jobs may go back to an older state'"
                + " of the baselines repository '" + baselines() + "' under 'Hallmark'");
    }

    private Map<String, Object> finish(BuildContext build, BaselinesRepository repository, Publish.Result.Done done)
            throws IOException, InterruptedException {
        boolean aborted = Thread.interrupted();
        String commit = done.choice().state().commit();
        List<String> holding = names(done, true);
        List<String> failing = names(done, false);
        PublicationReport report = new PublicationReport(baselines(), commit, settings.planOnly(), holding, failing);
        report.addTo(build.run(), JsonPublication.render(done.choice(), done.outcomes()));
        for (TargetOutcome outcome : done.outcomes()) {
            build.say(outcome.target()
                    + (outcome.good() ? " is good" : " FAILED")
                    + outcome.commit().map(held -> ", it is at " + held).orElse("")
                    + (outcome.required() ? "" : " (not required)"));
            outcome.words().forEach(line -> build.say("  " + line));
        }
        build.say(report.headline());
        if (!settings.planOnly()) {
            build.surroundings()
                    .jenkins()
                    .extension(OverviewStore.class)
                    .published(
                            baselines(),
                            build.run(),
                            done.choice().state(),
                            configured(done),
                            done.outcomes(),
                            proposed -> repository.isInHistory(proposed, commit));
        }
        if (aborted) {
            throw new InterruptedException("the build was aborted; run it again to finish the publication");
        }
        if (settings.waitMinutes() > 0 && !done.requiresAny()) {
            throw new AbortException(
                    "there is no required target to wait for, so nothing may count on this publication:"
                            + " look at targets, and at those of the baselines repository's settings");
        }
        if (!done.complete()) {
            String message = "not every required target holds " + commit + ": " + reasons(done);
            if (!settings.unstable()) {
                throw new AbortException(message);
            }
            build.say(message);
            build.run().setResult(Result.UNSTABLE);
        }
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("commit", commit);
        summary.put("complete", done.complete());
        summary.put("holding", new ArrayList<>(holding));
        summary.put("failing", new ArrayList<>(failing));
        return summary;
    }

    private static Set<String> configured(Publish.Result.Done done) {
        return done.choice().settings().targets().stream()
                .map(TargetSettings::name)
                .collect(Collectors.toSet());
    }

    private static String reasons(Publish.Result.Done done) {
        List<String> reasons = done.outcomes().stream()
                .filter(outcome -> outcome.required() && !outcome.good())
                .map(outcome -> outcome.target() + " (" + String.join("; ", outcome.words()) + ")")
                .toList();
        return String.join(", ", reasons);
    }

    private static List<String> names(Publish.Result.Done done, boolean good) {
        return done.outcomes().stream()
                .filter(outcome -> outcome.good() == good)
                .map(TargetOutcome::target)
                .toList();
    }
}
