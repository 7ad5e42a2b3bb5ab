package com.cloudbees.plugins.credentials.common;

/** Signature of the credentials plugin's {@code StandardCertificateCredentials}. */
public interface StandardCertificateCredentials extends StandardCredentials, CertificateCredentials {}
