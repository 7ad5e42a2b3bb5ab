package io.hallmark.measuredboot.artifact;

import java.util.List;
import java.util.stream.Stream;

/**
 * Who signed a PE file, by one of its signatures.
 *
 * @param certificate the one whose key signed
 * @param issuers those certificates beside it in the signature that issued it, or one another, from it upwards; any of
 *     them, or the issuer of any, may be what a verifier trusts
 */
public record SignerFacts(CertificateFacts certificate, List<CertificateFacts> issuers) {
    public SignerFacts {
        issuers = List.copyOf(issuers);
    }

    /** The signer's certificate and its issuers. */
    public Stream<CertificateFacts> chain() {
        return Stream.concat(Stream.of(certificate), issuers.stream());
    }
}
