package io.hallmark.baselines.tls;

import io.hallmark.baselines.io.PemReader;
import io.hallmark.baselines.publish.SecretStore;
import java.security.PrivateKey;

/** The key of a credential that documents are signed with. */
public final class SigningKey {
    private static final String KEY = "key.pem";
    private static final String PASSWORD = "key-password";

    private SigningKey() {}

    /**
     * Reads {@code key.pem} of a credential, and {@code key-password} if the key is encrypted.
     *
     * @throws io.hallmark.baselines.BaselinesException when the key is missing or can't be read
     */
    public static PrivateKey of(SecretStore secrets, String id) {
        return PemReader.privateKey(
                secrets.require(id, KEY),
                secrets.password(id, PASSWORD),
                secrets.describe(id, KEY),
                secrets.describe(id, PASSWORD));
    }
}
