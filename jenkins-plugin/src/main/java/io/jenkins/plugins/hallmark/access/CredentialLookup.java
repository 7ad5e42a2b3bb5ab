package io.jenkins.plugins.hallmark.access;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import java.util.Optional;

/** Finds credentials by their ids, for one purpose. */
@FunctionalInterface
public interface CredentialLookup {
    /**
     * A credential that may be used here.
     *
     * @param id in Jenkins
     * @param url that it will be shown to; empty when to none
     */
    Optional<StandardCredentials> find(String id, String url);
}
