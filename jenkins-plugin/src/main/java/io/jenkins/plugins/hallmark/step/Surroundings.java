package io.jenkins.plugins.hallmark.step;

import hudson.FilePath;
import hudson.model.Run;
import io.hallmark.baselines.publish.Pause;
import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.verifierbridge.VerifierTargets;
import io.hallmark.verifierbridge.directory.DirectoryKind;
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
     * The real ones. A folder is no target here: its path would be one of the controller, and who may write to the
     * baselines repository would choose it.
     */
    static Surroundings ofJenkins() {
        return new Surroundings(
                new JenkinsFacade(),
                StoredCredentials::of,
                Agent::of,
                VerifierTargets.all().stream()
                        .filter(kind -> !(kind instanceof DirectoryKind))
                        .toList(),
                Pause.REAL,
                InstantSource.system());
    }
}
