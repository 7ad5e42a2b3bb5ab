package io.jenkins.plugins.hallmark.step;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.hallmark.access.JenkinsFacade;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.verb.POST;

/** A step of a Pipeline, which returns what came out. Its settings are those of the build step of the same name. */
public abstract class HallmarkStep extends Step {
    private transient Surroundings surroundings;

    /** The build step that holds the settings. */
    abstract HallmarkBuilder settings();

    /** For tests. */
    final void in(Surroundings others) {
        surroundings = others;
    }

    @Override
    public final StepExecution start(StepContext context) throws Exception {
        return new Execution(
                context,
                settings().task(context.get(EnvVars.class)),
                surroundings == null ? Surroundings.ofJenkins() : surroundings);
    }

    /** Runs in a thread of its own. It is not resumed after a restart: every task may be run again. */
    static final class Execution extends SynchronousNonBlockingStepExecution<Map<String, Object>> {
        private static final long serialVersionUID = 1L;

        private final transient HallmarkTask task;
        private final transient Surroundings surroundings;

        Execution(StepContext context, HallmarkTask task, Surroundings surroundings) {
            super(context);
            this.task = task;
            this.surroundings = surroundings;
        }

        @Override
        protected Map<String, Object> run() throws Exception {
            StepContext context = getContext();
            return task.run(new BuildContext(
                    context.get(Run.class),
                    context.get(FilePath.class),
                    context.get(EnvVars.class),
                    context.get(Launcher.class),
                    context.get(TaskListener.class),
                    surroundings));
        }
    }

    /** What all descriptors of these have in common. */
    public abstract static class HallmarkStepDescriptor extends StepDescriptor {
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

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, FilePath.class, EnvVars.class, Launcher.class, TaskListener.class);
        }
    }
}
