package io.hallmark.baselines.tls;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.io.Authorities;
import io.hallmark.baselines.io.PemReader;
import io.hallmark.baselines.publish.SecretStore;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** TLS on which the client shows its certificate and the server must show one of the authorities in {@code ca.pem}. */
public final class MutualTls {
    private static final String AUTHORITIES = "ca.pem";

    private MutualTls() {}

    /**
     * The context for connections with a credential. Authorities of the operating system are not trusted.
     *
     * @param serverName that the server's certificate must be for; where empty, that of its address
     * @throws BaselinesException when a part of the credential is missing or broken
     */
    public static SSLContext context(SecretStore secrets, String id, Optional<String> serverName) {
        List<X509Certificate> authorities =
                PemReader.certificates(secrets.require(id, AUTHORITIES), secrets.describe(id, AUTHORITIES));
        ClientIdentity identity = ClientIdentity.of(secrets, id);
        try {
            TrustManager[] trust = Authorities.trust(authorities);
            if (serverName.isPresent()) {
                trust = new TrustManager[] {
                    new NamedServerTrust((X509TrustManager) trust[0], new ServerName(serverName.get()))
                };
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new PresentedIdentity(identity)}, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new BaselinesException(
                    "credential '" + id + "' can't be used: " + e.getClass().getSimpleName(), e);
        }
    }
}
