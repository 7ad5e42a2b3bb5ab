package com.cloudbees.plugins.credentials.common;

import java.security.KeyStore;

/** Signature of the credentials plugin's {@code CertificateCredentials}. */
public interface CertificateCredentials extends PasswordCredentials {
    KeyStore getKeyStore();
}
