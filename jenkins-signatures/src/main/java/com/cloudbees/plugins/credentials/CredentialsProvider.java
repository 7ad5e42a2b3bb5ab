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

    public static <C extends IdCredentials> C findCredentialById(
            String id, Class<C> type, Run<?, ?> run, List<DomainRequirement> requirements) {
        throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
    }

    public static <C extends IdCredentials> C findCredentialByIdInItemGroup(
            String id, Class<C> type, ItemGroup<?> group, Authentication who, List<DomainRequirement> requirements) {
        throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
    }

    public static <C extends Credentials> C track(Run<?, ?> run, C credentials) {
        throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
    }
}
