package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.io.PemReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;

/** Signs with an X.509 key as {@code gpgsm} does for Git: a detached CMS signature (RFC 5652) with the certificates in it. */
record CertificateSigner(KeyFile file, Optional<Supplier<char[]>> passphrase) implements CommitSigner {
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");

    private static final int DER_SEQUENCE = 0x30;
    private static final int LINE = 64;

    /** A key with its certificate, and what issued that. */
    private record Owner(PrivateKey key, List<X509Certificate> chain) {
        X509Certificate certificate() {
            return chain.get(0);
        }
    }

    @Override
    public byte[] sign(Repository repository, PersonIdent who, byte[] payload) {
        byte[] bytes = file.bytes();
        Owner owner = bytes.length > 0 && bytes[0] == DER_SEQUENCE ? fromStore(bytes) : fromPem(bytes);
        byte[] der = signature(owner, time(owner, who.getWhenAsInstant()), payload);
        String base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return ("-----BEGIN SIGNED MESSAGE-----\n" + base64 + "\n-----END SIGNED MESSAGE-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** A signature from before its certificate is none, as a new one makes on a commit with an old date. */
    private static Instant time(Owner owner, Instant commitTime) {
        Instant start = owner.certificate().getNotBefore().toInstant();
        return commitTime.isBefore(start) ? start : commitTime;
    }

    private byte[] signature(Owner owner, Instant time, byte[] payload) {
        CMSProcessableByteArray content = new CMSProcessableByteArray(payload);
        try {
            Attribute signingTime = new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(time))));
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(
                    new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                            .setSignedAttributeGenerator(
                                    new DefaultSignedAttributeTableGenerator(new AttributeTable(signingTime)))
                            .build(
                                    new JcaContentSignerBuilder(algorithm(owner.key())).build(owner.key()),
                                    owner.certificate()));
            generator.addCertificates(new JcaCertStore(owner.chain()));
            CMSSignedData signed = generator.generate(content, false);
            SignerInformation signer =
                    signed.getSignerInfos().getSigners().iterator().next();
            if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(owner.certificate()))) {
                throw new BaselinesException(
                        file + ": the key does not belong to the first certificate: give both in" + " one file");
            }
            return signed.toASN1Structure().getEncoded(ASN1Encoding.DER);
        } catch (CMSException e) {
            throw new BaselinesException(file + ": the certificate is not valid at " + time + ": have it renewed", e);
        } catch (OperatorCreationException | GeneralSecurityException | IOException e) {
            throw new BaselinesException(
                    file + ": the key can't sign: " + e.getClass().getSimpleName() + "; give an RSA, EC or Ed25519 key",
                    e);
        }
    }

    private String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC", "ECDSA" ->
                ((ECKey) key).getParams().getOrder().bitLength() > 256 ? "SHA384withECDSA" : "SHA256withECDSA";
            case "EdDSA", "Ed25519" -> "Ed25519";
            default ->
                throw new BaselinesException(file + ": keys of the kind " + key.getAlgorithm()
                        + " sign no commits: give RSA, EC or Ed25519");
        };
    }

    private Owner fromPem(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String certificates =
                CERTIFICATE.matcher(text).results().map(MatchResult::group).collect(Collectors.joining("\n"));
        if (certificates.isEmpty()) {
            throw new BaselinesException(
                    file + " holds no certificate: give one file with the key and its certificate, PEM or PKCS#12");
        }
        PrivateKey key = PemReader.privateKey(
                CERTIFICATE.matcher(text).replaceAll("").getBytes(StandardCharsets.ISO_8859_1),
                passphrase.map(Supplier::get),
                file.name(),
                "the passphrase");
        return new Owner(key, PemReader.certificates(certificates.getBytes(StandardCharsets.ISO_8859_1), file.name()));
    }

    private Owner fromStore(byte[] bytes) {
        char[] password = passphrase.map(Supplier::get).orElse(new char[0]);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), password);
            for (String alias : Collections.list(store.aliases())) {
                Key key = store.getKey(alias, password);
                Certificate[] chain = store.getCertificateChain(alias);
                if (key instanceof PrivateKey secret && chain != null && chain.length > 0) {
                    return new Owner(
                            secret,
                            Arrays.stream(chain)
                                    .map(X509Certificate.class::cast)
                                    .toList());
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            // The cause could tell something of the password.
            throw new BaselinesException(
                    file + " can't be opened: it is no PKCS#12 file, or its passphrase is missing or wrong");
        } finally {
            Arrays.fill(password, '\0');
        }
        throw new BaselinesException(file + " holds no key with a certificate: export both into it");
    }

    @Override
    public String toString() {
        return "X.509 key " + file;
    }
}
