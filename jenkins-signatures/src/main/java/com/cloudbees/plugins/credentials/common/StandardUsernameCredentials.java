package com.cloudbees.plugins.credentials.common;

/** Signature of the credentials plugin's {@code StandardUsernameCredentials}. */
public interface StandardUsernameCredentials extends StandardCredentials, UsernameCredentials {}
