package io.jenkins.plugins.hallmark.step;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractProject;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import java.io.IOException;
import jenkins.tasks.SimpleBuildStep;

/** A build step of a freestyle job: its settings, and the task that they make. */
public abstract class HallmarkBuilder extends Builder implements SimpleBuildStep {
    private transient Surroundings surroundings;

    /** The task, with variables of the build filled in. */
    abstract HallmarkTask task(EnvVars env);

    /** For tests. */
    final void in(Surroundings others) {
        surroundings = others;
    }

    @Override
    public final void perform(Run<?, ?> run, FilePath workspace, EnvVars env, Launcher launcher, TaskListener listener)
            throws InterruptedException, IOException {
        Surroundings used = surroundings == null ? Surroundings.ofJenkins() : surroundings;
        task(env).run(new BuildContext(run, workspace, listener, used));
    }

    /** What all descriptors of these have in common. */
    abstract static class HallmarkDescriptor extends BuildStepDescriptor<Builder> {
        HallmarkDescriptor(Class<? extends Builder> type) {
            super(type);
        }

        @Override
        @SuppressWarnings("rawtypes")
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }
    }
}
