package io.jenkins.plugins.hallmark.step;

import hudson.EnvVars;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Measures on one more agent, for a proposal that asks several to agree. The fields are kept in {@code config.xml} and never renamed. */
public final class MeasureBuilder extends HallmarkBuilder {
    private final String baselines;
    private String imagePath = ".";

    /** @param baselines name of the baselines repository in Jenkins' configuration */
    @DataBoundConstructor
    public MeasureBuilder(String baselines) {
        this.baselines = Util.fixNull(baselines).strip();
    }

    /** Name of the baselines repository in Jenkins' configuration. */
    public String getBaselines() {
        return baselines;
    }

    /** Folder of {@code hallmark.yaml} in the workspace. */
    public String getImagePath() {
        return imagePath;
    }

    /** Sets {@link #getImagePath}. */
    @DataBoundSetter
    public void setImagePath(String imagePath) {
        this.imagePath = Util.fixNull(imagePath).strip();
    }

    @Override
    HallmarkTask task(EnvVars env) {
        return new MeasureTask(env.expand(getBaselines()), env.expand(imagePath));
    }

    /** Its form. */
    @Extension
    @Symbol("hallmarkMeasure")
    public static final class DescriptorImpl extends HallmarkDescriptor {
        /** For Jenkins. */
        public DescriptorImpl() {
            super(MeasureBuilder.class);
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
