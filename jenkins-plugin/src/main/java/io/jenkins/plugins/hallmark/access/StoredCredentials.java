package io.jenkins.plugins.hallmark.access;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.model.Run;
import hudson.security.ACL;
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

    private static List<DomainRequirement> requirements(String url) {
        return url.isEmpty() ? List.of() : URIRequirementBuilder.fromUri(url).build();
    }
}
