package io.hallmark.baselines.secureboot;

import io.hallmark.baselines.secureboot.Verdict.Verifier;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.CertificateFacts;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.SignerFacts;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * An image that is verified.
 *
 * @param signatures empty when the file is not at hand
 */
record Subject(Artifact artifact, Optional<ImageSignatures> signatures) {

    Digests authenticode() {
        return artifact.facts().pe().map(PeFacts::authenticode).orElse(Digests.none());
    }

    boolean signed() {
        return signatures
                .map(ImageSignatures::present)
                .orElseGet(() -> !signers().isEmpty());
    }

    List<SignerFacts> signers() {
        return artifact.facts().pe().map(PeFacts::signers).orElse(List.of());
    }

    Verdict accepted(Verifier verifier, List<Authority> by) {
        return new Verdict.Accepted(artifact.name(), artifact.origin(), verifier, by);
    }

    Verdict refused(Verifier verifier, String reason) {
        return new Verdict.Refused(artifact.name(), artifact.origin(), verifier, reason);
    }

    Verdict notChecked(Verifier verifier, String reason, Optional<List<Authority>> presumed) {
        return new Verdict.NotChecked(artifact.name(), artifact.origin(), verifier, reason, presumed);
    }

    /**
     * The verdict when only facts are at hand.
     *
     * @param signatures how many of those that count are asked about, the outermost first
     */
    Verdict byNames(Verifier verifier, List<SignatureDatabase> lists, int signatures) {
        List<Authority> presumed = signers().stream()
                .flatMap(signer -> presumed(signer, lists).stream())
                .limit(signatures)
                .toList();
        return presumed.isEmpty()
                ? notChecked(
                        verifier,
                        "no certificate that " + verifier.words() + " trusts bears a name in its signature",
                        Optional.empty())
                : notChecked(
                        verifier,
                        "its signature can't be verified without the file, give the file instead of its digests",
                        Optional.of(presumed));
    }

    /** The first entry that is a certificate of the signature's chain, or the issuer of one. */
    private static Optional<Authority> presumed(SignerFacts signer, List<SignatureDatabase> lists) {
        return lists.stream()
                .flatMap(list -> list.certificates().stream()
                        .filter(entry -> signer.chain().anyMatch(certificate -> names(certificate, entry)))
                        .map(entry -> Authority.of(list, entry)))
                .findFirst();
    }

    private static boolean names(CertificateFacts certificate, SignatureDatabase.Certificate entry) {
        return certificate.sha256().equals(Bank.SHA256.hash(entry.der().bytes()).hex())
                || entry.x509()
                        .map(X509Certificate::getSubjectX500Principal)
                        .filter(subject -> subject.getName().equals(certificate.issuer()))
                        .isPresent();
    }

    /** The entry of a list that a signature leads to, the first as the verifiers go through the list. */
    static Optional<Authority> vouching(PeSignature signature, SignatureDatabase list) {
        return list.certificates().stream()
                .filter(entry -> entry.x509()
                        .filter(anchor -> !signature.chainTo(anchor).isEmpty())
                        .isPresent())
                .map(entry -> Authority.of(list, entry))
                .findFirst();
    }
}
