package io.jenkins.plugins.hallmark.step;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@link DriftBuilder} in a Pipeline. */
public final class DriftStep extends HallmarkStep {
    private final DriftBuilder settings;

    /** @param baselines name of the baselines repository in Jenkins' configuration */
    @DataBoundConstructor
    public DriftStep(String baselines) {
        this.settings = new DriftBuilder(baselines);
    }

    /** Name of the baselines repository in Jenkins' configuration. */
    public String getBaselines() {
        return settings.getBaselines();
    }

    /** See {@link DriftBuilder#getLogs}. */
    public String getLogs() {
        return settings.getLogs();
    }

    /** Sets {@link #getLogs}. */
    @DataBoundSetter
    public void setLogs(String logs) {
        settings.setLogs(logs);
    }

    /** See {@link DriftBuilder#getArchivedBy}. */
    public String getArchivedBy() {
        return settings.getArchivedBy();
    }

    /** Sets {@link #getArchivedBy}. */
    @DataBoundSetter
    public void setArchivedBy(String archivedBy) {
        settings.setArchivedBy(archivedBy);
    }

    /** See {@link DriftBuilder#getImage}. */
    public String getImage() {
        return settings.getImage();
    }

    /** Sets {@link #getImage}. */
    @DataBoundSetter
    public void setImage(String image) {
        settings.setImage(image);
    }

    /** See {@link DriftBuilder#getChain}. */
    public String getChain() {
        return settings.getChain();
    }

    /** Sets {@link #getChain}. */
    @DataBoundSetter
    public void setChain(String chain) {
        settings.setChain(chain);
    }

    /** See {@link DriftBuilder#getProfile}. */
    public String getProfile() {
        return settings.getProfile();
    }

    /** Sets {@link #getProfile}. */
    @DataBoundSetter
    public void setProfile(String profile) {
        settings.setProfile(profile);
    }

    /** See {@link DriftBuilder#getOnDrift}. */
    public String getOnDrift() {
        return settings.getOnDrift();
    }

    /** Sets {@link #getOnDrift}. */
    @DataBoundSetter
    public void setOnDrift(String onDrift) {
        settings.setOnDrift(onDrift);
    }

    /** See {@link DriftBuilder#getOnDifference}. */
    public String getOnDifference() {
        return settings.getOnDifference();
    }

    /** Sets {@link #getOnDifference}. */
    @DataBoundSetter
    public void setOnDifference(String onDifference) {
        settings.setOnDifference(onDifference);
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
            return "hallmarkDrift";
        }

        @Override
        public String getDisplayName() {
            return Messages.DriftBuilder_displayName();
        }

        /** Whether the pattern stays in the workspace. */
        @POST
        public FormValidation doCheckLogs(@AncestorInPath Item item, @QueryParameter String value) {
            forms().checkPermission(item);
            return Forms.path(value);
        }

        /** Whether it names a build. */
        @POST
        public FormValidation doCheckArchivedBy(@AncestorInPath Item item, @QueryParameter String value) {
            forms().checkPermission(item);
            return Forms.archivedBy(value);
        }

        /** What a finding may make of a build. */
        @POST
        public ListBoxModel doFillOnDriftItems(@AncestorInPath Item item) {
            forms().checkPermission(item);
            return Forms.severities();
        }

        /** What a finding may make of a build. */
        @POST
        public ListBoxModel doFillOnDifferenceItems(@AncestorInPath Item item) {
            forms().checkPermission(item);
            return Forms.severities();
        }
    }
}
