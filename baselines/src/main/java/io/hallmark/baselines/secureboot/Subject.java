package io.hallmark.baselines.secureboot;

import io.hallmark.baselines.secureboot.Verdict.Verifier;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.SignerFacts;
import io.hallmark.measuredboot.digest.Digests;
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
     * @param presumed what the verifier measures, as far as names tell
     */
    Verdict byNames(Verifier verifier, List<Authority> presumed) {
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

    /** The verdict when names leave it open whether it is revoked. */
    Verdict open(Verifier verifier) {
        return notChecked(
                verifier,
                "names can't tell whether a certificate of its signature is revoked, only the file can; then PCR 7 is not"
                        + " known",
                Optional.empty());
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
