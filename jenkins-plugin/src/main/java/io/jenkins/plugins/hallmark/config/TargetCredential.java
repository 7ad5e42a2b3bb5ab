package io.jenkins.plugins.hallmark.config;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.common.StandardCertificateCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.hallmark.access.JenkinsFacade;
import io.jenkins.plugins.hallmark.access.StoredCredentials;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * What a credential that the settings of a baselines repository name is in Jenkins. Only the targets of that repository get
 * it: the settings of another one can name it in vain.
 */
public final class TargetCredential implements Describable<TargetCredential> {
    private String name;
    private String credentialsId;
    private String authoritiesCredentialsId = "";
    private String part = "";

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

    /** A certificate, SSH key, user name with password, secret text, or secret file. */
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

    /** The one part that all of the credential is, where a target needs several; empty where its kind tells its parts. */
    public String getPart() {
        return Util.fixNull(part);
    }

    /** Sets {@link #getPart}. */
    @DataBoundSetter
    public void setPart(String part) {
        this.part = Util.fixNull(part).strip();
    }

    /** Its form. Only who administers Jenkins sees it, and each question of the form asks for that again. */
    @Extension
    @Symbol("targetCredential")
    public static final class DescriptorImpl extends Descriptor<TargetCredential> {
        private final transient JenkinsFacade jenkins;

        /** For Jenkins. */
        public DescriptorImpl() {
            this(new JenkinsFacade());
        }

        DescriptorImpl(JenkinsFacade jenkins) {
            super(TargetCredential.class);
            this.jenkins = jenkins;
        }

        @Override
        public String getDisplayName() {
            return Messages.TargetCredential_displayName();
        }

        /** Whether settings can call a credential so. */
        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            jenkins.checkAdminister();
            return Checks.name(value);
        }

        /** Whether targets can ask for a part of that name. */
        @POST
        public FormValidation doCheckPart(@QueryParameter String value) {
            jenkins.checkAdminister();
            return Util.fixNull(value).isBlank() ? FormValidation.ok() : Checks.name(value);
        }

        /** What targets take. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            return jenkins.administers()
                    ? StoredCredentials.choices(
                            jenkins,
                            Util.fixNull(credentialsId),
                            "",
                            StandardCertificateCredentials.class,
                            SSHUserPrivateKey.class,
                            StandardUsernamePasswordCredentials.class,
                            StringCredentials.class,
                            FileCredentials.class)
                    : StoredCredentials.onlyCurrent(credentialsId);
        }

        /** What holds certificates. */
        @POST
        public ListBoxModel doFillAuthoritiesCredentialsIdItems(@QueryParameter String authoritiesCredentialsId) {
            return jenkins.administers()
                    ? StoredCredentials.choices(
                            jenkins,
                            Util.fixNull(authoritiesCredentialsId),
                            "",
                            FileCredentials.class,
                            StringCredentials.class)
                    : StoredCredentials.onlyCurrent(authoritiesCredentialsId);
        }
    }
}
