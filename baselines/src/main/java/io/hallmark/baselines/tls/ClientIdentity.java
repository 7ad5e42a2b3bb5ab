package io.hallmark.baselines.tls;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.io.PemReader;
import io.hallmark.baselines.publish.SecretStore;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;

/** What a client shows to a server: its certificate with those above it, and the key. */
public final class ClientIdentity {
    private static final String CERTIFICATE = "cert.pem";
    private static final String KEY = "key.pem";
    private static final String PASSWORD = "key-password";

    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private ClientIdentity(List<X509Certificate> chain, PrivateKey key) {
        this.chain = chain;
        this.key = key;
    }

    /**
     * Reads {@code cert.pem}, {@code key.pem} and, for an encrypted key, {@code key-password} of a credential.
     *
     * @throws BaselinesException when a part is missing or they don't belong together
     */
    public static ClientIdentity of(SecretStore secrets, String id) {
        List<X509Certificate> chain =
                PemReader.certificates(secrets.require(id, CERTIFICATE), secrets.describe(id, CERTIFICATE));
        PrivateKey key = PemReader.privateKey(
                secrets.require(id, KEY),
                secrets.password(id, PASSWORD),
                secrets.describe(id, KEY),
                secrets.describe(id, PASSWORD));
        if (!belongs(key, chain.get(0))) {
            throw new BaselinesException(secrets.describe(id, KEY) + " is not the key of the first certificate in "
                    + secrets.describe(id, CERTIFICATE));
        }
        return new ClientIdentity(chain, key);
    }

    X509Certificate[] chain() {
        return chain.toArray(X509Certificate[]::new);
    }

    PrivateKey key() {
        return key;
    }

    private static boolean belongs(PrivateKey key, X509Certificate certificate) {
        byte[] text = "a text that is signed".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signer = signature(key.getAlgorithm());
            signer.initSign(key);
            signer.update(text);
            byte[] signed = signer.sign();
            Signature verifier = signature(key.getAlgorithm());
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(text);
            return verifier.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Signature signature(String algorithm) throws GeneralSecurityException {
        return Signature.getInstance(
                switch (algorithm.toUpperCase(Locale.ROOT)) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> algorithm;
                });
    }
}
