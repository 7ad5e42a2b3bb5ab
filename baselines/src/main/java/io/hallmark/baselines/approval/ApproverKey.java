package io.hallmark.baselines.approval;

import java.time.Instant;
import java.util.Optional;

/** A public key of somebody who approves or proposes. */
sealed interface ApproverKey permits SshKey, OpenPgpKey, CertificateKey {

    /** @throws BadSignature when the text is no public key, holds several, or one that is too weak */
    static ApproverKey of(byte[] text) throws BadSignature {
        if (CertificateKey.looksLike(text)) {
            return CertificateKey.parse(text);
        }
        return OpenPgpKey.looksLike(text) ? OpenPgpKey.parse(text) : SshKey.parse(text);
    }

    /** Equal for equal keys, whatever else the text that they came from says. */
    String fingerprint();

    /** Whether the signature says that this key made it. */
    boolean claimedBy(ParsedSignature signature);

    /**
     * Why a signature that claims to be by this key does not count.
     *
     * @param payload the bytes that are signed
     * @param now when it is asked; keys expire
     * @return empty when it is good
     */
    Optional<String> fault(ParsedSignature signature, byte[] payload, Instant now);
}
