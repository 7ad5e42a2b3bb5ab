package io.hallmark.puppetbridge.chef;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.io.PemReader;
import io.hallmark.baselines.publish.SecretStore;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;

/** The key of a Chef client or user: RSA, PKCS #1 as Chef writes it, or PKCS #8. */
final class ClientKey {
    private static final String KEY = "key.pem";
    private static final String PASSWORD = "key-password";
    private static final int FEWEST_BITS = 2048;

    private ClientKey() {}

    /**
     * Reads {@code key.pem} of a credential, and {@code key-password} if the key is encrypted.
     *
     * @throws BaselinesException when it is missing, no RSA key, or shorter than 2048 bits
     */
    static RSAPrivateKey of(SecretStore secrets, String credential) {
        String where = secrets.describe(credential, KEY);
        PrivateKey key = PemReader.privateKey(
                secrets.require(credential, KEY),
                secrets.read(credential, PASSWORD)
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8)
                                .strip()
                                .toCharArray()),
                where,
                secrets.describe(credential, PASSWORD));
        if (!(key instanceof RSAPrivateKey rsa)) {
            throw new BaselinesException(where
                    + " is no RSA key, and Chef signs with no other; take the one that the server made for the client");
        }
        if (rsa.getModulus().bitLength() < FEWEST_BITS) {
            throw new BaselinesException(where + " has " + rsa.getModulus().bitLength()
                    + " bits; make the client a key of " + FEWEST_BITS + " or more");
        }
        return rsa;
    }
}
