package io.jenkins.plugins.hallmark.step;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@link ProposeBuilder} in a Pipeline. */
public final class ProposeStep extends HallmarkStep {
    private final ProposeBuilder settings;

    /** @param baselines name of the baselines repository in Jenkins' configuration */
    @DataBoundConstructor
    public ProposeStep(String baselines) {
        this.settings = new ProposeBuilder(baselines);
    }

    /** Name of the baselines repository in Jenkins' configuration. */
    public String getBaselines() {
        return settings.getBaselines();
    }

    /** See {@link ProposeBuilder#getImagePath}. */
    public String getImagePath() {
        return settings.getImagePath();
    }

    /** Sets {@link #getImagePath}. */
    @DataBoundSetter
    public void setImagePath(String imagePath) {
        settings.setImagePath(imagePath);
    }

    /** See {@link ProposeBuilder#getAgreement}. */
    public int getAgreement() {
        return settings.getAgreement();
    }

    /** Sets {@link #getAgreement}. */
    @DataBoundSetter
    public void setAgreement(int agreement) {
        settings.setAgreement(agreement);
    }

    /** See {@link ProposeBuilder#isAllowWeaker}. */
    public boolean isAllowWeaker() {
        return settings.isAllowWeaker();
    }

    /** Sets {@link #isAllowWeaker}. */
    @DataBoundSetter
    public void setAllowWeaker(boolean allowWeaker) {
        settings.setAllowWeaker(allowWeaker);
    }

    /** See {@link ProposeBuilder#isReplaceLater}. */
    public boolean isReplaceLater() {
        return settings.isReplaceLater();
    }

    /** Sets {@link #isReplaceLater}. */
    @DataBoundSetter
    public void setReplaceLater(boolean replaceLater) {
        settings.setReplaceLater(replaceLater);
    }

    /** See {@link ProposeBuilder#isPreview}. */
    public boolean isPreview() {
        return settings.isPreview();
    }

    /** Sets {@link #isPreview}. */
    @DataBoundSetter
    public void setPreview(boolean preview) {
        settings.setPreview(preview);
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
            return "hallmarkPropose";
        }

        @Override
        public String getDisplayName() {
            return Messages.ProposeBuilder_displayName();
        }

        /** Whether the path stays in the workspace. */
        @POST
        public FormValidation doCheckImagePath(@AncestorInPath Item item, @QueryParameter String value) {
            forms().checkPermission(item);
            return Forms.path(value);
        }

        /** Whether it is a number of agents. */
        @POST
        public FormValidation doCheckAgreement(@AncestorInPath Item item, @QueryParameter String value) {
            forms().checkPermission(item);
            return Forms.atLeast(1, value);
        }
    }
}
