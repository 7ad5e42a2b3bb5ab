package io.jenkins.plugins.hallmark.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * What a credential that the settings of a baselines repository name is in Jenkins. Only the targets of that repository get
 * it: the settings of another one can name it in vain.
 */
public final class TargetCredential implements Describable<TargetCredential> {
    private String name;
    private String credentialsId;
    private String authoritiesCredentialsId = "";

    /**
     * A credential.
     *
     * @param name in the settings: {@code keylime-prod}
     * @param credentialsId in Jenkins
     */
    @DataBoundConstructor
    public TargetCredential(String name, String credentialsId) {
        this.name = Util.fixNull(name).strip();
        this.credentialsId = Util.fixNull(credentialsId);
    }

    /** The name in the settings. */
    public String getName() {
        return name;
    }

    /** A certificate, user name with password, secret text, or secret file with a private key. */
    public String getCredentialsId() {
        return credentialsId;
    }

    /** A secret file or text with the certificates of the authorities that the target's server is held to. */
    public String getAuthoritiesCredentialsId() {
        return authoritiesCredentialsId;
    }

    /** Sets {@link #getAuthoritiesCredentialsId}. */
    @DataBoundSetter
    public void setAuthoritiesCredentialsId(String authoritiesCredentialsId) {
        this.authoritiesCredentialsId = Util.fixNull(authoritiesCredentialsId);
    }

    /** Its form. */
    @Extension
    @Symbol("targetCredential")
    public static final class DescriptorImpl extends Descriptor<TargetCredential> {
        @Override
        public String getDisplayName() {
            return Messages.TargetCredential_displayName();
        }
    }
}
