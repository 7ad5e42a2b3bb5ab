package com.cloudbees.plugins.credentials;

import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import hudson.ExtensionPoint;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Run;
import hudson.security.Permission;
import java.util.List;
import org.springframework.security.core.Authentication;

/** Signature of the credentials plugin's {@code CredentialsProvider}. */
public abstract class CredentialsProvider implements ExtensionPoint {
    public static final Permission USE_ITEM = Item.CONFIGURE;

    /** Who answers in a test of the plugin; there is none elsewhere. In Jenkins the extensions answer. */
    static Answers answers;

    /** What is asked here, and answered elsewhere. */
    interface Answers {
        IdCredentials find(String id, Run<?, ?> run, List<DomainRequirement> requirements);

        IdCredentials find(String id, ItemGroup<?> group, Authentication who, List<DomainRequirement> requirements);

        void track(Run<?, ?> run, Credentials credentials);
    }

    private static Answers answers() {
        if (answers == null) {
            throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
        }
        return answers;
    }

    public static <C extends IdCredentials> C findCredentialById(
            String id, Class<C> type, Run<?, ?> run, List<DomainRequirement> requirements) {
        return type.cast(answers().find(id, run, requirements));
    }

    public static <C extends IdCredentials> C findCredentialByIdInItemGroup(
            String id, Class<C> type, ItemGroup<?> group, Authentication who, List<DomainRequirement> requirements) {
        return type.cast(answers().find(id, group, who, requirements));
    }

    public static <C extends Credentials> C track(Run<?, ?> run, C credentials) {
        answers().track(run, credentials);
        return credentials;
    }
}
