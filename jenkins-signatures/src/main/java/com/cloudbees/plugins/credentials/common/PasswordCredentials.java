package com.cloudbees.plugins.credentials.common;

import com.cloudbees.plugins.credentials.Credentials;
import hudson.util.Secret;

/** Signature of the credentials plugin's {@code PasswordCredentials}. */
public interface PasswordCredentials extends Credentials {
    Secret getPassword();
}
