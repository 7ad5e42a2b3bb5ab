package io.hallmark.baselines.secureboot;

import io.hallmark.measuredboot.artifact.CertificateFacts;
import io.hallmark.measuredboot.artifact.SignerFacts;
import io.hallmark.measuredboot.digest.Bank;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the names and digests in a signature tell of the lists that it is held against, where its file is not at hand. Lists
 * that deny come first, for firmware and for shim.
 */
record NamedLists(List<SignatureDatabase> denied, List<SignatureDatabase> allowed) {

    /** The first entry that is a certificate of the signature's chain, or the issuer of one. */
    Optional<Authority> entry(SignerFacts signer) {
        return Stream.concat(denied.stream(), allowed.stream())
                .flatMap(list -> list.certificates().stream()
                        .filter(entry -> names(signer, entry))
                        .map(entry -> Authority.of(list, entry)))
                .findFirst();
    }

    /**
     * Whether a certificate that is denied bears the name of another one that the signature has, or that is allowed: it may
     * be the same key with another certificate, or another key, as when an owner's key was replaced.
     */
    boolean leaveOpen(SignerFacts signer) {
        List<SignatureDatabase.Certificate> named = denied.stream()
                .flatMap(list -> list.certificates().stream())
                .filter(entry -> names(signer, entry))
                .toList();
        return named.stream().noneMatch(entry -> isIn(signer, entry))
                && named.stream().anyMatch(entry -> hasOther(signer, entry));
    }

    private boolean hasOther(SignerFacts signer, SignatureDatabase.Certificate denied) {
        String subject = subject(denied).orElse("");
        return signer.chain().anyMatch(certificate -> certificate.subject().equals(subject))
                || allowed.stream()
                        .flatMap(list -> list.certificates().stream())
                        .anyMatch(entry -> subject(entry).equals(Optional.of(subject))
                                && !entry.der().equals(denied.der()));
    }

    private static boolean names(SignerFacts signer, SignatureDatabase.Certificate entry) {
        return isIn(signer, entry)
                || subject(entry)
                        .filter(subject ->
                                signer.chain().map(CertificateFacts::issuer).anyMatch(subject::equals))
                        .isPresent();
    }

    private static boolean isIn(SignerFacts signer, SignatureDatabase.Certificate entry) {
        String digest = Bank.SHA256.hash(entry.der().bytes()).hex();
        return signer.chain().anyMatch(certificate -> certificate.sha256().equals(digest));
    }

    private static Optional<String> subject(SignatureDatabase.Certificate entry) {
        return entry.x509().map(X509Certificate::getSubjectX500Principal).map(name -> name.getName());
    }
}
