package io.jenkins.plugins.hallmark.step;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.hallmark.puppetbridge.process.Machine;
import io.jenkins.plugins.hallmark.access.CredentialLookup;
import io.jenkins.plugins.hallmark.agent.AgentMachine;
import io.jenkins.plugins.hallmark.config.BaselinesSource;
import io.jenkins.plugins.hallmark.config.HallmarkConfiguration;
import java.nio.file.Path;
import java.util.List;

/** The build that a task runs in. */
record BuildContext(
        Run<?, ?> run,
        FilePath workspace,
        EnvVars environment,
        Launcher launcher,
        TaskListener listener,
        Surroundings surroundings) {

    /** Writes a line to the build's log. What others have written into it can't begin another one. */
    void say(String line) {
        listener.getLogger().println("[Hallmark] " + line.replaceAll("[\\p{Cc}\\p{Cf}]", " "));
    }

    /** The baselines repository that Jenkins' configuration calls so. */
    BaselinesSource source(String name) throws AbortException {
        HallmarkConfiguration configuration = surroundings.jenkins().extension(HallmarkConfiguration.class);
        List<String> names = configuration.getRepositories().stream()
                .map(BaselinesSource::getName)
                .toList();
        return configuration
                .find(name)
                .orElseThrow(() -> new AbortException("Jenkins' configuration has no baselines repository '" + name
                        + "': it has " + names + "; who administers Jenkins adds it under 'Hallmark'"));
    }

    /** The credentials that this build may use. */
    CredentialLookup credentials() {
        return surroundings.credentials().apply(run);
    }

    /** The machine that the build runs on. */
    Machine machine() {
        return new AgentMachine(workspace, launcher, environment, run.getNumber());
    }

    /** The folder of the controller for what is kept between builds. */
    Path folder() {
        return surroundings.jenkins().folder();
    }
}
