package io.jenkins.plugins.hallmark.step;

import hudson.FilePath;
import hudson.model.Run;
import io.hallmark.baselines.publish.Pause;
import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.puppetbridge.process.Machine;
import io.jenkins.plugins.hallmark.access.CredentialLookup;
import io.jenkins.plugins.hallmark.access.JenkinsFacade;
import io.jenkins.plugins.hallmark.access.StoredCredentials;
import io.jenkins.plugins.hallmark.agent.Agent;
import io.jenkins.plugins.hallmark.config.TargetKinds;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/**
 * What tasks need of the world around them.
 *
 * @param jenkins the running Jenkins
 * @param credentials that a build may use
 * @param agents tells which agent a workspace is on
 * @param kinds of targets that may be published to, with the machine that their programs run on
 */
record Surroundings(
        JenkinsFacade jenkins,
        Function<Run<?, ?>, CredentialLookup> credentials,
        Function<FilePath, Agent> agents,
        Function<Machine, List<TargetKind>> kinds,
        Pause pause,
        InstantSource clock) {

    /** The real ones. */
    static Surroundings ofJenkins() {
        JenkinsFacade jenkins = new JenkinsFacade();
        return new Surroundings(
                jenkins,
                StoredCredentials::of,
                Agent::of,
                machine -> TargetKinds.all(jenkins, machine),
                Pause.REAL,
                InstantSource.system());
    }
}
