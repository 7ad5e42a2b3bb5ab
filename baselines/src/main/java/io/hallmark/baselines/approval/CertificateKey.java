package io.hallmark.baselines.approval;

import io.hallmark.measuredboot.digest.Bank;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * An X.509 certificate of an approver. The settings name the certificate itself, so nothing follows from who issued it.
 *
 * @param der its bytes, of which it is recognised
 */
record CertificateKey(X509Certificate certificate, byte[] der) implements ApproverKey {
    private static final String LABEL = "CERTIFICATE";
    private static final int LEAST_RSA_BITS = 2048;
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;

    /** RFC 5280, section 4.2.1.12: any purpose, code signing, e-mail protection. */
    private static final List<String> PURPOSES = List.of("2.5.29.37.0", "1.3.6.1.5.5.7.3.3", "1.3.6.1.5.5.7.3.4");

    private static final Set<String> HASHES = Set.of(
            NISTObjectIdentifiers.id_sha256.getId(),
            NISTObjectIdentifiers.id_sha384.getId(),
            NISTObjectIdentifiers.id_sha512.getId(),
            NISTObjectIdentifiers.id_sha3_256.getId(),
            NISTObjectIdentifiers.id_sha3_512.getId());

    /** RSA, ECDSA and EdDSA; the first two entries take their hash from the signer's digest algorithm. */
    private static final Set<String> ALGORITHMS = Set.of(
            PKCSObjectIdentifiers.rsaEncryption.getId(),
            "1.2.840.10045.2.1",
            PKCSObjectIdentifiers.sha256WithRSAEncryption.getId(),
            PKCSObjectIdentifiers.sha384WithRSAEncryption.getId(),
            PKCSObjectIdentifiers.sha512WithRSAEncryption.getId(),
            "1.2.840.10045.4.3.2",
            "1.2.840.10045.4.3.3",
            "1.2.840.10045.4.3.4",
            "1.3.101.112",
            "1.3.101.113");

    static boolean looksLike(byte[] text) {
        return Armor.is(new String(text, StandardCharsets.ISO_8859_1), LABEL);
    }

    static CertificateKey parse(byte[] text) throws BadSignature {
        byte[] der = Armor.decode(new String(text, StandardCharsets.ISO_8859_1), LABEL);
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            if (certificate.getPublicKey() instanceof RSAPublicKey rsa
                    && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
                throw new BadSignature("an RSA key must have at least " + LEAST_RSA_BITS + " bits");
            }
            return new CertificateKey(certificate, certificate.getEncoded());
        } catch (CertificateException e) {
            throw new BadSignature("it can't be read as an X.509 certificate in PEM");
        }
    }

    @Override
    public String fingerprint() {
        return "x509:" + Bank.SHA256.hash(der).hex();
    }

    @Override
    public boolean claimedBy(ParsedSignature signature) {
        try {
            return signature instanceof CmsSignature cms
                    && cms.signer().getSID().match(new JcaX509CertificateHolder(certificate));
        } catch (CertificateEncodingException e) {
            return false;
        }
    }

    @Override
    public Optional<String> fault(ParsedSignature parsed, byte[] payload, Instant now) {
        CmsSignature cms = (CmsSignature) parsed;
        if (!isStrong(cms.signer())) {
            return Optional.of("it uses SHA-1 or another algorithm that is not accepted; sign with SHA-256 or SHA-512");
        }
        Instant end = certificate.getNotAfter().toInstant();
        if (now.isAfter(end)) {
            return Optional.of("its certificate expired at " + end);
        }
        Instant start = certificate.getNotBefore().toInstant();
        if (now.isBefore(start)) {
            return Optional.of("its certificate is valid only from " + start);
        }
        if (!maySign()) {
            return Optional.of("its certificate is not one for signing (key usage)");
        }
        return fits(cms, payload)
                ? Optional.empty()
                : Optional.of("it does not fit what it is attached to, or was made outside its certificate's time");
    }

    private boolean fits(CmsSignature cms, byte[] payload) {
        try {
            CMSSignedData data = new CMSSignedData(new CMSProcessableByteArray(payload), cms.der());
            SignerInformation signer =
                    data.getSignerInfos().getSigners().iterator().next();
            return signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate));
        } catch (CMSException | OperatorCreationException | RuntimeException e) {
            return false;
        }
    }

    private static boolean isStrong(SignerInformation signer) {
        boolean pss = signer.getEncryptionAlgOID().equals(PKCSObjectIdentifiers.id_RSASSA_PSS.getId());
        return HASHES.contains(signer.getDigestAlgOID())
                && (pss ? isStrongPss(signer) : ALGORITHMS.contains(signer.getEncryptionAlgOID()));
    }

    /** Without parameters RSASSA-PSS is with SHA-1 (RFC 4055, section 3.1). */
    private static boolean isStrongPss(SignerInformation signer) {
        ASN1Encodable parameters =
                signer.toASN1Structure().getDigestEncryptionAlgorithm().getParameters();
        try {
            RSASSAPSSparams pss = RSASSAPSSparams.getInstance(parameters);
            return pss != null
                    && HASHES.contains(pss.getHashAlgorithm().getAlgorithm().getId());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** RFC 5280, sections 4.2.1.3 and 4.2.1.12; a certificate that says nothing may. */
    private boolean maySign() {
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[NON_REPUDIATION]) {
            return false;
        }
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null || purposes.stream().anyMatch(PURPOSES::contains);
        } catch (CertificateParsingException e) {
            return false;
        }
    }
}
