package io.hallmark.baselines.secureboot;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * A PKCS#7 signature of a PE file (Microsoft, "Windows Authenticode Portable Executable Signature Format").
 *
 * @param digest of the image, as SpcIndirectDataContent has it
 * @param signer the certificate whose key signed, if the signature is valid in itself
 * @param certificates those that the signature carries
 */
record PeSignature(Digest digest, Optional<X509Certificate> signer, List<X509Certificate> certificates) {
    private static final String INDIRECT_DATA = "1.3.6.1.4.1.311.2.1.4";
    private static final int LONGEST_CHAIN = 8;
    private static final int CERT_SIGN = 5;
    private static final Map<String, Bank> DIGESTS = Map.of(
            "1.3.14.3.2.26", Bank.SHA1,
            "2.16.840.1.101.3.4.2.1", Bank.SHA256,
            "2.16.840.1.101.3.4.2.2", Bank.SHA384,
            "2.16.840.1.101.3.4.2.3", Bank.SHA512);

    PeSignature {
        certificates = List.copyOf(certificates);
    }

    /** Reads and verifies a signature; empty when it is none that firmware could read. */
    static Optional<PeSignature> read(byte[] pkcs7) {
        // Only the first object is read: signing tools pad the entry with zeros, which verifiers do not look at.
        try (ASN1InputStream in = new ASN1InputStream(pkcs7)) {
            CMSSignedData data = new CMSSignedData(ContentInfo.getInstance(in.readObject()));
            if (!data.getSignedContentTypeOID().equals(INDIRECT_DATA)) {
                return Optional.empty();
            }
            List<X509Certificate> certificates = new ArrayList<>();
            for (X509CertificateHolder holder : data.getCertificates().getMatches(null)) {
                SignatureDatabase.certificate(holder.getEncoded()).ifPresent(certificates::add);
            }
            Optional<Digest> digest = digest(data);
            if (digest.isEmpty() || data.getSignerInfos().size() != 1) {
                return Optional.empty();
            }
            SignerInformation info = data.getSignerInfos().iterator().next();
            Optional<X509Certificate> signer = signer(info, data, certificates);
            return Optional.of(new PeSignature(digest.get(), signer, certificates));
        } catch (CMSException | IOException | RuntimeException e) {
            // Bouncy Castle tells of broken ASN.1 by unchecked exceptions too; firmware passes such a signature over.
            return Optional.empty();
        }
    }

    private static Optional<Digest> digest(CMSSignedData data) {
        ASN1Sequence indirect = ASN1Sequence.getInstance(data.getSignedContent().getContent());
        ASN1Sequence info = ASN1Sequence.getInstance(indirect.getObjectAt(1));
        ASN1Encodable algorithm = ASN1Sequence.getInstance(info.getObjectAt(0)).getObjectAt(0);
        Bank bank = DIGESTS.get(ASN1ObjectIdentifier.getInstance(algorithm).getId());
        byte[] value = ASN1OctetString.getInstance(info.getObjectAt(1)).getOctets();
        return bank == null || value.length != bank.size() ? Optional.empty() : Optional.of(new Digest(bank, value));
    }

    private static Optional<X509Certificate> signer(
            SignerInformation info, CMSSignedData data, List<X509Certificate> certificates) {
        List<byte[]> encoded = new ArrayList<>();
        try {
            for (X509CertificateHolder holder : data.getCertificates().getMatches(null)) {
                if (info.getSID().match(holder)) {
                    encoded.add(holder.getEncoded());
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return certificates.stream()
                .filter(c -> encoded.stream()
                        .anyMatch(der -> SignatureDatabase.certificate(der)
                                .filter(c::equals)
                                .isPresent()))
                .filter(c -> verifies(info, c.getPublicKey()))
                .findFirst();
    }

    /** Verified against the key alone: with the certificate, the time of signing would have to be in its validity. */
    private static boolean verifies(SignerInformation info, PublicKey key) {
        try {
            return info.verify(new JcaSimpleSignerInfoVerifierBuilder().build(key));
        } catch (CMSException | OperatorCreationException | RuntimeException e) {
            return false;
        }
    }

    /** Whether the signature is valid in itself and is of an image with these digests. */
    boolean isOf(Digests authenticode) {
        return signer.isPresent() && authenticode.in(digest.bank()).equals(Optional.of(digest));
    }

    /**
     * The certificates from the signer up to {@code anchor}, both included; empty when there is no such chain. Any
     * certificate of the chain can be the anchor, not only a root, and expiry does not matter (EDK2,
     * {@code CryptoPkg/Library/BaseCryptLib/Pk/CryptPkcs7VerifyCommon.c}: X509_V_FLAG_PARTIAL_CHAIN, X509VerifyCb).
     */
    List<X509Certificate> chainTo(X509Certificate anchor) {
        Set<X509Certificate> chain = new LinkedHashSet<>();
        return signer.isPresent() && climb(signer.get(), anchor, chain) ? List.copyOf(chain) : List.of();
    }

    private boolean climb(X509Certificate from, X509Certificate anchor, Set<X509Certificate> chain) {
        if (chain.size() == LONGEST_CHAIN || !chain.add(from)) {
            return false;
        }
        if (from.equals(anchor)) {
            return true;
        }
        if (issued(anchor, from)) {
            chain.add(anchor);
            return true;
        }
        for (X509Certificate next : certificates) {
            if (!chain.contains(next) && issued(next, from) && climb(next, anchor, chain)) {
                return true;
            }
        }
        chain.remove(from);
        return false;
    }

    private static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal()) || !mayIssue(issuer)) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    /** OpenSSL's check of an issuer (crypto/x509/v3_purp.c, check_ca). */
    private static boolean mayIssue(X509Certificate issuer) {
        boolean[] usage = issuer.getKeyUsage();
        if (usage != null && !usage[CERT_SIGN]) {
            return false;
        }
        boolean constraints = issuer.getExtensionValue("2.5.29.19") != null;
        boolean selfSignedV1 =
                issuer.getVersion() < 3 && issuer.getSubjectX500Principal().equals(issuer.getIssuerX500Principal());
        return constraints ? issuer.getBasicConstraints() >= 0 : selfSignedV1 || usage != null;
    }
}
