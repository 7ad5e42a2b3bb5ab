package io.jenkins.plugins.hallmark.step;

import hudson.EnvVars;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import java.util.ArrayList;
import java.util.Arrays;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Publishes the approved state of a baselines repository to its targets. The fields are kept in {@code config.xml} and never renamed. */
public final class PublishBuilder extends HallmarkBuilder {
    private final String baselines;
    private String commit = "";
    private String targets = "";
    private int waitMinutes;
    private boolean planOnly;
    private boolean allowWeaker;
    private boolean unstable;

    /** @param baselines name of the baselines repository in Jenkins' configuration */
    @DataBoundConstructor
    public PublishBuilder(String baselines) {
        this.baselines = Util.fixNull(baselines).strip();
    }

    /** Name of the baselines repository in Jenkins' configuration. */
    public String getBaselines() {
        return baselines;
    }

    /** The commit to publish on purpose; the newest reviewed one when empty. */
    public String getCommit() {
        return commit;
    }

    /** Sets {@link #getCommit}. */
    @DataBoundSetter
    public void setCommit(String commit) {
        this.commit = Util.fixNull(commit).strip();
    }

    /** Names of the targets, separated by commas; all when empty. */
    public String getTargets() {
        return targets;
    }

    /** Sets {@link #getTargets}. */
    @DataBoundSetter
    public void setTargets(String targets) {
        this.targets = Util.fixNull(targets).strip();
    }

    /** How long to go on trying required targets that are down, in minutes; 0 for not. */
    public int getWaitMinutes() {
        return waitMinutes;
    }

    /** Sets {@link #getWaitMinutes}. */
    @DataBoundSetter
    public void setWaitMinutes(int waitMinutes) {
        this.waitMinutes = waitMinutes;
    }

    /** Whether targets are only asked what would change. */
    public boolean isPlanOnly() {
        return planOnly;
    }

    /** Sets {@link #isPlanOnly}. */
    @DataBoundSetter
    public void setPlanOnly(boolean planOnly) {
        this.planOnly = planOnly;
    }

    /** Whether nodes may be held to less than by what was published last. */
    public boolean isAllowWeaker() {
        return allowWeaker;
    }

    /** Sets {@link #isAllowWeaker}. */
    @DataBoundSetter
    public void setAllowWeaker(boolean allowWeaker) {
        this.allowWeaker = allowWeaker;
    }

    /** Whether a build is unstable when a target fails, rather than failed. */
    public boolean isUnstable() {
        return unstable;
    }

    /** Sets {@link #isUnstable}. */
    @DataBoundSetter
    public void setUnstable(boolean unstable) {
        this.unstable = unstable;
    }

    @Override
    HallmarkTask task(EnvVars env) {
        ArrayList<String> names =
                new ArrayList<>(Arrays.stream(env.expand(targets).split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList());
        return new PublishTask(
                env.expand(getBaselines()),
                new PublishTask.Settings(
                        env.expand(commit).strip(), names, Math.max(0, waitMinutes), planOnly, allowWeaker, unstable));
    }

    /** Its form. */
    @Extension
    @Symbol("hallmarkPublish")
    public static final class DescriptorImpl extends HallmarkDescriptor {
        /** For Jenkins. */
        public DescriptorImpl() {
            super(PublishBuilder.class);
        }

        @Override
        public String getDisplayName() {
            return Messages.PublishBuilder_displayName();
        }

        /** Whether it is a number of minutes. */
        @POST
        public FormValidation doCheckWaitMinutes(@AncestorInPath Item item, @QueryParameter String value) {
            forms().checkPermission(item);
            return Forms.atLeast(0, value);
        }
    }
}
