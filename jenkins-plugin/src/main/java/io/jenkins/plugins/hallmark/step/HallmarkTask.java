package io.jenkins.plugins.hallmark.step;

import hudson.AbortException;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Identity;
import io.hallmark.measuredboot.MeasuredBootException;
import io.jenkins.plugins.hallmark.config.BaselinesSource;
import io.jenkins.plugins.hallmark.config.SourceSecrets;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;

/** A job of Hallmark in a build, with its settings. */
abstract class HallmarkTask implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String baselines;

    HallmarkTask(String baselines) {
        this.baselines = baselines;
    }

    /** The name of the baselines repository in Jenkins' configuration. */
    final String baselines() {
        return baselines;
    }

    /**
     * Does it.
     *
     * @return what came out, in texts, numbers, truth values and lists, which a Pipeline may read without approval
     * @throws AbortException when it can't be done; the message is for people
     * @throws InterruptedException when the build is aborted; nothing is half done then
     */
    final Map<String, Object> run(BuildContext build) throws IOException, InterruptedException {
        BaselinesSource source = build.source(baselines);
        try {
            return run(build, source, new SourceSecrets(source, build.credentials()));
        } catch (BaselinesException | MeasuredBootException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException(e.getMessage());
            }
            AbortException failure = new AbortException(e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    abstract Map<String, Object> run(BuildContext build, BaselinesSource source, SourceSecrets secrets)
            throws IOException, InterruptedException;

    static BaselinesRepository open(BuildContext build, BaselinesSource source, SourceSecrets secrets)
            throws IOException {
        return BaselinesRepository.open(source.getUrl(), build.folder().resolve("repositories"), secrets.git());
    }

    static Identity author(BaselinesSource source) {
        return source.getAuthor().isEmpty() ? Identity.HALLMARK : Identity.parse(source.getAuthor());
    }

    /** Stops where the build was aborted meanwhile. */
    static void stopWhenAborted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the build was aborted");
        }
    }
}
