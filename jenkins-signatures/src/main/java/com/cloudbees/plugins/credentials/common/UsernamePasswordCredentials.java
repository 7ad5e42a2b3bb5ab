package com.cloudbees.plugins.credentials.common;

/** Signature of the credentials plugin's {@code UsernamePasswordCredentials}. */
public interface UsernamePasswordCredentials extends UsernameCredentials, PasswordCredentials {}
