package io.hallmark.measuredboot.artifact;

/**
 * A certificate that a PE file's signature carries.
 *
 * @param subject distinguished name, RFC 2253
 * @param issuer distinguished name, RFC 2253
 * @param sha256 lower-case hex digest of the DER certificate
 */
public record CertificateFacts(String subject, String issuer, String sha256) {}
