package io.jenkins.plugins.hallmark.step;

import hudson.FilePath;
import hudson.model.Run;
import io.hallmark.baselines.delivery.Host;
import io.hallmark.baselines.publish.Pause;
import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.verifierbridge.VerifierTargets;
import io.jenkins.plugins.hallmark.access.CredentialLookup;
import io.jenkins.plugins.hallmark.access.JenkinsFacade;
import io.jenkins.plugins.hallmark.access.StoredCredentials;
import io.jenkins.plugins.hallmark.agent.Agent;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/**
 * What tasks need of the world around them.
 *
 * @param jenkins the running Jenkins
 * @param credentials that a build may use
 * @param agents tells which agent a workspace is on
 * @param kinds of targets that may be published to
 */
record Surroundings(
        JenkinsFacade jenkins,
        Function<Run<?, ?>, CredentialLookup> credentials,
        Function<FilePath, Agent> agents,
        List<TargetKind> kinds,
        Pause pause,
        InstantSource clock) {

    /**
     * The real ones. The controller is shared: who may write to the baselines repository must not choose a path on it.
     */
    static Surroundings ofJenkins() {
        JenkinsFacade jenkins = new JenkinsFacade();
        return new Surroundings(
                jenkins,
                StoredCredentials::of,
                Agent::of,
                VerifierTargets.all(jenkins.folder().resolve("repositories"), Host.SHARED),
                Pause.REAL,
                InstantSource.system());
    }
}
