package com.cloudbees.plugins.credentials.common;

/** Signature of the credentials plugin's {@code StandardCredentials}. */
public interface StandardCredentials extends IdCredentials {
    String getDescription();
}
