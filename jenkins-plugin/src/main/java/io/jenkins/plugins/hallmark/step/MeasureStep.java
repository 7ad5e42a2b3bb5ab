package io.jenkins.plugins.hallmark.step;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@link MeasureBuilder} in a Pipeline. */
public final class MeasureStep extends HallmarkStep {
    private final MeasureBuilder settings;

    /** @param baselines name of the baselines repository in Jenkins' configuration */
    @DataBoundConstructor
    public MeasureStep(String baselines) {
        this.settings = new MeasureBuilder(baselines);
    }

    /** Name of the baselines repository in Jenkins' configuration. */
    public String getBaselines() {
        return settings.getBaselines();
    }

    /** See {@link MeasureBuilder#getImagePath}. */
    public String getImagePath() {
        return settings.getImagePath();
    }

    /** Sets {@link #getImagePath}. */
    @DataBoundSetter
    public void setImagePath(String imagePath) {
        settings.setImagePath(imagePath);
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
            return "hallmarkMeasure";
        }

        @Override
        public String getDisplayName() {
            return Messages.MeasureBuilder_displayName();
        }

        /** Whether the path stays in the workspace. */
        @POST
        public FormValidation doCheckImagePath(@AncestorInPath Item item, @QueryParameter String value) {
            forms().checkPermission(item);
            return Forms.path(value);
        }
    }
}
