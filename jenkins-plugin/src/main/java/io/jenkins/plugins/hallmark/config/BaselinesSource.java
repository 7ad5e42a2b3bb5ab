package io.jenkins.plugins.hallmark.config;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.hallmark.access.JenkinsFacade;
import io.jenkins.plugins.hallmark.access.StoredCredentials;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * A baselines repository with all that goes with it. Credentials are given by their ids and looked up when a build needs
 * them. Texts that are not given are empty, never null.
 */
public final class BaselinesSource implements Describable<BaselinesSource> {
    private String name;
    private String url;
    private String credentialsId = "";
    private String author = "";
    private String signingCredentialsId = "";
    private String forge = "";
    private String forgeUrl = "";
    private String forgeCredentialsId = "";
    private String trust = "";
    private boolean unapproved;
    private boolean olderStates;
    private List<TargetCredential> targetCredentials = new ArrayList<>();

    /**
     * A repository.
     *
     * @param name that steps call it by
     * @param url as Git uses it
     */
    @DataBoundConstructor
    public BaselinesSource(String name, String url) {
        this.name = Util.fixNull(name).strip();
        this.url = Util.fixNull(url).strip();
    }

    /** The name that steps call it by. */
    public String getName() {
        return name;
    }

    /** The URL, as Git uses it. */
    public String getUrl() {
        return url;
    }

    /** User name and password, or SSH key, for Git. */
    public String getCredentialsId() {
        return credentialsId;
    }

    /** Sets {@link #getCredentialsId}. */
    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixNull(credentialsId);
    }

    /** Author of proposals, {@code Name <email>}. */
    public String getAuthor() {
        return author;
    }

    /** Sets {@link #getAuthor}. */
    @DataBoundSetter
    public void setAuthor(String author) {
        this.author = Util.fixNull(author).strip();
    }

    /** SSH key, or secret file with an OpenPGP secret key, that signs proposals. */
    public String getSigningCredentialsId() {
        return signingCredentialsId;
    }

    /** Sets {@link #getSigningCredentialsId}. */
    @DataBoundSetter
    public void setSigningCredentialsId(String signingCredentialsId) {
        this.signingCredentialsId = Util.fixNull(signingCredentialsId);
    }

    /** The kind of forge that pull requests are opened on; empty for none. */
    public String getForge() {
        return forge;
    }

    /** Sets {@link #getForge}. */
    @DataBoundSetter
    public void setForge(String forge) {
        this.forge = Util.fixNull(forge);
    }

    /** The URL of the forge's interface; empty where it is where such a forge has it. */
    public String getForgeUrl() {
        return forgeUrl;
    }

    /** Sets {@link #getForgeUrl}. */
    @DataBoundSetter
    public void setForgeUrl(String forgeUrl) {
        this.forgeUrl = Util.fixNull(forgeUrl).strip();
    }

    /** Secret text with the forge's token. */
    public String getForgeCredentialsId() {
        return forgeCredentialsId;
    }

    /** Sets {@link #getForgeCredentialsId}. */
    @DataBoundSetter
    public void setForgeCredentialsId(String forgeCredentialsId) {
        this.forgeCredentialsId = Util.fixNull(forgeCredentialsId);
    }

    /** The commit whose rules for approvals an administrator has looked at. */
    public String getTrust() {
        return trust;
    }

    /** Sets {@link #getTrust}. */
    @DataBoundSetter
    public void setTrust(String trust) {
        this.trust = Util.fixNull(trust).strip();
    }

    /** Whether states may be published where nobody made rules for approvals. */
    public boolean isUnapproved() {
        return unapproved;
    }

    /** Sets {@link #isUnapproved}. */
    @DataBoundSetter
    public void setUnapproved(boolean unapproved) {
        this.unapproved = unapproved;
    }

    /** Whether jobs may publish another state than the newest reviewed one, and so go back. */
    public boolean isOlderStates() {
        return olderStates;
    }

    /** Sets {@link #isOlderStates}. */
    @DataBoundSetter
    public void setOlderStates(boolean olderStates) {
        this.olderStates = olderStates;
    }

    /** The credentials that the settings of the repository name, and what they are in Jenkins. */
    public List<TargetCredential> getTargetCredentials() {
        return targetCredentials;
    }

    /** Sets {@link #getTargetCredentials}. */
    @DataBoundSetter
    public void setTargetCredentials(List<TargetCredential> targetCredentials) {
        this.targetCredentials = new ArrayList<>(targetCredentials);
    }

    /** Its form. Only who administers Jenkins sees it, and each question of the form asks for that again. */
    @Extension
    @Symbol("baselinesRepository")
    public static final class DescriptorImpl extends Descriptor<BaselinesSource> {
        private final transient JenkinsFacade jenkins;

        /** For Jenkins. */
        public DescriptorImpl() {
            this(new JenkinsFacade());
        }

        DescriptorImpl(JenkinsFacade jenkins) {
            super(BaselinesSource.class);
            this.jenkins = jenkins;
        }

        @Override
        public String getDisplayName() {
            return Messages.BaselinesSource_displayName();
        }

        /** Whether steps can call a repository so, and mean this one. */
        @POST
        public FormValidation doCheckName(@QueryParameter String value, @QueryParameter String url) {
            jenkins.checkAdminister();
            FormValidation name = Checks.name(value);
            return name.kind == FormValidation.Kind.OK
                    ? Checks.unique(jenkins.extension(HallmarkConfiguration.class), value, url)
                    : name;
        }

        /** Whether there is a URL. */
        @POST
        public FormValidation doCheckUrl(@QueryParameter String value) {
            jenkins.checkAdminister();
            return Util.fixNull(value).isBlank()
                    ? FormValidation.error(Messages.BaselinesSource_noUrl())
                    : FormValidation.ok();
        }

        /** Whether commits can be by such an author. */
        @POST
        public FormValidation doCheckAuthor(@QueryParameter String value) {
            jenkins.checkAdminister();
            return Checks.author(value);
        }

        /** Whether a commit can be called so, and a warning where none is trusted. */
        @POST
        public FormValidation doCheckTrust(@QueryParameter String value) {
            jenkins.checkAdminister();
            return Checks.trust(value);
        }

        /** The forges. */
        @POST
        public ListBoxModel doFillForgeItems() {
            jenkins.checkAdminister();
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.BaselinesSource_noForge(), "");
            items.add(Messages.BaselinesSource_autoForge(), "auto");
            items.add("GitHub", "github");
            items.add("GitLab", "gitlab");
            items.add("Gitea", "gitea");
            items.add("Forgejo", "forgejo");
            return items;
        }

        /** What Git takes. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId, @QueryParameter String url) {
            return jenkins.administers()
                    ? StoredCredentials.choices(
                            jenkins,
                            Util.fixNull(credentialsId),
                            Util.fixNull(url),
                            StandardUsernamePasswordCredentials.class,
                            SSHUserPrivateKey.class)
                    : StoredCredentials.onlyCurrent(credentialsId);
        }

        /** What signs commits. */
        @POST
        public ListBoxModel doFillSigningCredentialsIdItems(@QueryParameter String signingCredentialsId) {
            return jenkins.administers()
                    ? StoredCredentials.choices(
                            jenkins,
                            Util.fixNull(signingCredentialsId),
                            "",
                            SSHUserPrivateKey.class,
                            FileCredentials.class)
                    : StoredCredentials.onlyCurrent(signingCredentialsId);
        }

        /** What forges take. */
        @POST
        public ListBoxModel doFillForgeCredentialsIdItems(@QueryParameter String forgeCredentialsId) {
            return jenkins.administers()
                    ? StoredCredentials.choices(jenkins, Util.fixNull(forgeCredentialsId), "", StringCredentials.class)
                    : StoredCredentials.onlyCurrent(forgeCredentialsId);
        }

        /** Asks the targets that the approved state of the saved repository names what a publication would change. */
        @POST
        public FormValidation doTestTargets(@QueryParameter String name) {
            jenkins.checkAdminister();
            return new TargetQuestions(jenkins).of(Util.fixNull(name).strip());
        }

        /** Reads the repository with the credential. */
        @POST
        public FormValidation doTestConnection(@QueryParameter String url, @QueryParameter String credentialsId) {
            jenkins.checkAdminister();
            return ConnectionTest.of(jenkins, Util.fixNull(url).strip(), Util.fixNull(credentialsId));
        }
    }
}
