package io.jenkins.plugins.hallmark.step;

import hudson.EnvVars;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Compares event logs with the baselines. The fields are kept in {@code config.xml} and never renamed. */
public final class DriftBuilder extends HallmarkBuilder {
    private final String baselines;
    private String logs = "**/*.bin";
    private String archivedBy = "";
    private String image = "";
    private String chain = "";
    private String profile = "";
    private String onDrift = "unstable";
    private String onDifference = "ignore";

    /** @param baselines name of the baselines repository in Jenkins' configuration */
    @DataBoundConstructor
    public DriftBuilder(String baselines) {
        this.baselines = Util.fixNull(baselines).strip();
    }

    /** Name of the baselines repository in Jenkins' configuration. */
    public String getBaselines() {
        return baselines;
    }

    /** Pattern of the paths of event logs. */
    public String getLogs() {
        return logs;
    }

    /** Sets {@link #getLogs}. */
    @DataBoundSetter
    public void setLogs(String logs) {
        this.logs = Util.fixNull(logs).strip();
    }

    /** The build that archived the logs: {@code .}, {@code folder/job}, {@code folder/job#12}; empty for the workspace. */
    public String getArchivedBy() {
        return Util.fixNull(archivedBy);
    }

    /** Sets {@link #getArchivedBy}. */
    @DataBoundSetter
    public void setArchivedBy(String archivedBy) {
        this.archivedBy = Util.fixNull(archivedBy).strip();
    }

    /** Only baselines of this image; of all when empty. */
    public String getImage() {
        return image;
    }

    /** Sets {@link #getImage}. */
    @DataBoundSetter
    public void setImage(String image) {
        this.image = Util.fixNull(image).strip();
    }

    /** Only baselines of this chain; of all when empty. */
    public String getChain() {
        return chain;
    }

    /** Sets {@link #getChain}. */
    @DataBoundSetter
    public void setChain(String chain) {
        this.chain = Util.fixNull(chain).strip();
    }

    /** Only baselines of this hardware profile; of all when empty. */
    public String getProfile() {
        return profile;
    }

    /** Sets {@link #getProfile}. */
    @DataBoundSetter
    public void setProfile(String profile) {
        this.profile = Util.fixNull(profile).strip();
    }

    /** What a build becomes when a verifier would not accept a node: {@code failure}, {@code unstable} or {@code ignore}. */
    public String getOnDrift() {
        return onDrift;
    }

    /** Sets {@link #getOnDrift}. */
    @DataBoundSetter
    public void setOnDrift(String onDrift) {
        this.onDrift = Util.fixNull(onDrift).strip();
    }

    /** The same when nodes differ only in PCRs that are not enforced. */
    public String getOnDifference() {
        return onDifference;
    }

    /** Sets {@link #getOnDifference}. */
    @DataBoundSetter
    public void setOnDifference(String onDifference) {
        this.onDifference = Util.fixNull(onDifference).strip();
    }

    @Override
    HallmarkTask task(EnvVars env) {
        return new DriftTask(
                env.expand(getBaselines()),
                new DriftTask.Settings(
                        env.expand(logs),
                        env.expand(getArchivedBy()),
                        env.expand(image),
                        env.expand(chain),
                        env.expand(profile),
                        DriftTask.Severity.of(onDrift),
                        DriftTask.Severity.of(onDifference)));
    }

    /** Its form. */
    @Extension
    @Symbol("hallmarkDrift")
    public static final class DescriptorImpl extends HallmarkDescriptor {
        /** For Jenkins. */
        public DescriptorImpl() {
            super(DriftBuilder.class);
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
