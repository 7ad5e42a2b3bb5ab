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

/** Proposes the baselines of the image in the workspace. The fields are kept in {@code config.xml} and never renamed. */
public final class ProposeBuilder extends HallmarkBuilder {
    private final String baselines;
    private String imagePath = ".";
    private int agreement = 1;
    private boolean allowWeaker;
    private boolean replaceLater;
    private boolean preview;

    /** @param baselines name of the baselines repository in Jenkins' configuration */
    @DataBoundConstructor
    public ProposeBuilder(String baselines) {
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

    /** How many agents of different labels must have measured the same. */
    public int getAgreement() {
        return agreement;
    }

    /** Sets {@link #getAgreement}. */
    @DataBoundSetter
    public void setAgreement(int agreement) {
        this.agreement = agreement;
    }

    /** Whether baselines that hold nodes to less than before are proposed too. */
    public boolean isAllowWeaker() {
        return allowWeaker;
    }

    /** Sets {@link #isAllowWeaker}. */
    @DataBoundSetter
    public void setAllowWeaker(boolean allowWeaker) {
        this.allowWeaker = allowWeaker;
    }

    /** Whether a proposal from a later commit of the image is replaced too. */
    public boolean isReplaceLater() {
        return replaceLater;
    }

    /** Sets {@link #isReplaceLater}. */
    @DataBoundSetter
    public void setReplaceLater(boolean replaceLater) {
        this.replaceLater = replaceLater;
    }

    /** Whether nothing is pushed. */
    public boolean isPreview() {
        return preview;
    }

    /** Sets {@link #isPreview}. */
    @DataBoundSetter
    public void setPreview(boolean preview) {
        this.preview = preview;
    }

    @Override
    HallmarkTask task(EnvVars env) {
        return new ProposeTask(
                env.expand(getBaselines()),
                new ProposeTask.Settings(
                        env.expand(imagePath), Math.max(1, agreement), allowWeaker, replaceLater, preview));
    }

    /** Its form. */
    @Extension
    @Symbol("hallmarkPropose")
    public static final class DescriptorImpl extends HallmarkDescriptor {
        /** For Jenkins. */
        public DescriptorImpl() {
            super(ProposeBuilder.class);
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

        /** Whether it is a number of agents, and of no more than a build of such a job has. */
        @POST
        public FormValidation doCheckAgreement(@AncestorInPath Item item, @QueryParameter String value) {
            forms().checkPermission(item);
            FormValidation number = Forms.atLeast(1, value);
            return number.kind == FormValidation.Kind.OK && Integer.parseInt(value.strip()) > 1
                    ? FormValidation.warning(Messages.ProposeBuilder_agreement())
                    : number;
        }
    }
}
