package io.jenkins.plugins.hallmark.step;

import hudson.Extension;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

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
    }
}
