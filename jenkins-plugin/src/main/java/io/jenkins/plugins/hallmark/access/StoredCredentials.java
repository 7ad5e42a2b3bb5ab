package io.jenkins.plugins.hallmark.access;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.Util;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The credentials that Jenkins keeps. */
public final class StoredCredentials {
    private StoredCredentials() {}

    /** Those that a build may use: also those of its folders. Jenkins notes that the build used them. */
    public static CredentialLookup of(Run<?, ?> run) {
        return (id, url) -> {
            StandardCredentials found =
                    CredentialsProvider.findCredentialById(id, StandardCredentials.class, run, requirements(url));
            return Optional.ofNullable(found).map(credentials -> CredentialsProvider.track(run, credentials));
        };
    }

    /** Those of Jenkins as a whole, for the tests of connections that administrators ask for. */
    public static CredentialLookup global(JenkinsFacade jenkins) {
        return (id, url) -> Optional.ofNullable(CredentialsProvider.findCredentialByIdInItemGroup(
                id, StandardCredentials.class, jenkins.root(), ACL.SYSTEM2, requirements(url)));
    }

    /**
     * Credentials to choose from, for those who administer Jenkins.
     *
     * @param current the id that is chosen
     * @param url that the credential will be shown to; empty when to none
     * @param types of which it may be one
     */
    public static ListBoxModel choices(JenkinsFacade jenkins, String current, String url, Class<?>... types) {
        StandardListBoxModel choices = new StandardListBoxModel();
        CredentialsMatcher[] matchers =
                Arrays.stream(types).map(CredentialsMatchers::instanceOf).toArray(CredentialsMatcher[]::new);
        choices.includeEmptyValue()
                .includeMatchingAs(
                        ACL.SYSTEM2,
                        jenkins.root(),
                        StandardCredentials.class,
                        requirements(url),
                        CredentialsMatchers.anyOf(matchers))
                .includeCurrentValue(current);
        return choices;
    }

    /** For everybody else: what is chosen, and nothing about what there is. */
    public static ListBoxModel onlyCurrent(String current) {
        StandardListBoxModel choices = new StandardListBoxModel();
        choices.includeCurrentValue(Util.fixNull(current));
        return choices;
    }

    private static List<DomainRequirement> requirements(String url) {
        return url.isEmpty() ? List.of() : URIRequirementBuilder.fromUri(url).build();
    }
}
