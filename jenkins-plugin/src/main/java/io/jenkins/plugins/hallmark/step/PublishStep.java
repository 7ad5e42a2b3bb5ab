package io.jenkins.plugins.hallmark.step;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@link PublishBuilder} in a Pipeline. */
public final class PublishStep extends HallmarkStep {
    private final PublishBuilder settings;

    /** @param baselines name of the baselines repository in Jenkins' configuration */
    @DataBoundConstructor
    public PublishStep(String baselines) {
        this.settings = new PublishBuilder(baselines);
    }

    /** Name of the baselines repository in Jenkins' configuration. */
    public String getBaselines() {
        return settings.getBaselines();
    }

    /** See {@link PublishBuilder#getCommit}. */
    public String getCommit() {
        return settings.getCommit();
    }

    /** Sets {@link #getCommit}. */
    @DataBoundSetter
    public void setCommit(String commit) {
        settings.setCommit(commit);
    }

    /** See {@link PublishBuilder#getTargets}. */
    public String getTargets() {
        return settings.getTargets();
    }

    /** Sets {@link #getTargets}. */
    @DataBoundSetter
    public void setTargets(String targets) {
        settings.setTargets(targets);
    }

    /** See {@link PublishBuilder#getWaitMinutes}. */
    public int getWaitMinutes() {
        return settings.getWaitMinutes();
    }

    /** Sets {@link #getWaitMinutes}. */
    @DataBoundSetter
    public void setWaitMinutes(int waitMinutes) {
        settings.setWaitMinutes(waitMinutes);
    }

    /** See {@link PublishBuilder#isPlanOnly}. */
    public boolean isPlanOnly() {
        return settings.isPlanOnly();
    }

    /** Sets {@link #isPlanOnly}. */
    @DataBoundSetter
    public void setPlanOnly(boolean planOnly) {
        settings.setPlanOnly(planOnly);
    }

    /** See {@link PublishBuilder#isAllowWeaker}. */
    public boolean isAllowWeaker() {
        return settings.isAllowWeaker();
    }

    /** Sets {@link #isAllowWeaker}. */
    @DataBoundSetter
    public void setAllowWeaker(boolean allowWeaker) {
        settings.setAllowWeaker(allowWeaker);
    }

    /** See {@link PublishBuilder#isUnstable}. */
    public boolean isUnstable() {
        return settings.isUnstable();
    }

    /** Sets {@link #isUnstable}. */
    @DataBoundSetter
    public void setUnstable(boolean unstable) {
        settings.setUnstable(unstable);
    }

    @Override
    HallmarkBuilder settings() {
        return settings;
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends HallmarkStepDescriptor {
        @Override
        public String getFunctionName() {
            return "hallmarkPublish";
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
