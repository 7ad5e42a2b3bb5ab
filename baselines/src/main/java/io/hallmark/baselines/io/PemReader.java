package io.hallmark.baselines.io;

import io.hallmark.baselines.BaselinesException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/** Reads certificates and keys in PEM. Messages name the part and its place, and never tell what is in it. */
public final class PemReader {
    private static final int MOST_CERTIFICATES = 200;

    private PemReader() {}

    /**
     * The certificates of a PEM text, at least one.
     *
     * @param where the part is, for messages
     */
    public static List<X509Certificate> certificates(byte[] pem, String where) {
        try {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                            .limit(MOST_CERTIFICATES)
                            .map(PemReader::x509)
                            .toList();
            if (certificates.isEmpty()) {
                throw new BaselinesException(where + " has no certificate: it must be PEM, with BEGIN CERTIFICATE");
            }
            return certificates;
        } catch (CertificateException e) {
            // The cause could quote the bytes, and somebody may have put a key here by mistake.
            throw new BaselinesException(where + " is no certificate in PEM: it must have BEGIN CERTIFICATE");
        }
    }

    /**
     * A private key: PKCS#8, PKCS#1 or SEC 1, plain or encrypted.
     *
     * @param where the part is, for messages
     * @param passwordWhere where its password belongs, for messages
     */
    public static PrivateKey privateKey(byte[] pem, Optional<char[]> password, String where, String passwordWhere) {
        try (PEMParser parser = new PEMParser(new StringReader(new String(pem, StandardCharsets.ISO_8859_1)))) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                Optional<PrivateKeyInfo> key = key(object, password, where, passwordWhere);
                if (key.isPresent()) {
                    return new JcaPEMKeyConverter().getPrivateKey(key.get());
                }
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            // The cause could quote the key.
            throw new BaselinesException(where + " is no private key in PEM that can be read");
        }
        throw new BaselinesException(where + " has no private key: it must be PEM, with BEGIN PRIVATE KEY, BEGIN RSA"
                + " PRIVATE KEY, BEGIN EC PRIVATE KEY or BEGIN ENCRYPTED PRIVATE KEY");
    }

    private static Optional<PrivateKeyInfo> key(
            Object object, Optional<char[]> password, String where, String passwordWhere) throws IOException {
        if (object instanceof PrivateKeyInfo info) {
            return Optional.of(info);
        }
        if (object instanceof PEMKeyPair pair) {
            return Optional.of(pair.getPrivateKeyInfo());
        }
        if (!(object instanceof PKCS8EncryptedPrivateKeyInfo) && !(object instanceof PEMEncryptedKeyPair)) {
            return Optional.empty();
        }
        char[] given = password.orElseThrow(
                () -> new BaselinesException(where + " is encrypted: put its password into " + passwordWhere));
        try {
            // Java's own provider lacks some of the ciphers that keys are encrypted with.
            BouncyCastleProvider provider = new BouncyCastleProvider();
            if (object instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
                return Optional.of(encrypted.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                        .setProvider(provider)
                        .build(given)));
            }
            return Optional.of(((PEMEncryptedKeyPair) object)
                    .decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                            .setProvider(provider)
                            .build(given))
                    .getPrivateKeyInfo());
        } catch (OperatorException | PKCSException | IOException e) {
            throw new BaselinesException(
                    where + " can't be decrypted: the password in " + passwordWhere + " is not its");
        }
    }

    private static X509Certificate x509(Certificate certificate) {
        return (X509Certificate) certificate;
    }
}
