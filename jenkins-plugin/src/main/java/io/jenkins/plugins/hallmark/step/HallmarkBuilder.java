package io.jenkins.plugins.hallmark.step;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractProject;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.hallmark.access.JenkinsFacade;
import java.io.IOException;
import jenkins.tasks.SimpleBuildStep;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.verb.POST;

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
        task(env).run(new BuildContext(run, workspace, env, launcher, listener, used));
    }

    /** What all descriptors of these have in common. */
    public abstract static class HallmarkDescriptor extends BuildStepDescriptor<Builder> {
        private transient Forms forms = new Forms(new JenkinsFacade());

        /** For tests. */
        final void in(JenkinsFacade jenkins) {
            forms = new Forms(jenkins);
        }

        final Forms forms() {
            return forms;
        }

        /** The names of the baselines repositories. */
        @POST
        public ListBoxModel doFillBaselinesItems(@AncestorInPath Item item) {
            forms.checkPermission(item);
            return forms.repositories();
        }

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
