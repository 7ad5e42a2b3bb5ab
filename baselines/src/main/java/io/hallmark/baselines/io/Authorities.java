package io.hallmark.baselines.io;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Trust in the given authorities, and in nothing else. */
public final class Authorities {
    private Authorities() {}

    /**
     * What holds a server's certificate against these authorities.
     *
     * @throws BaselinesException when Java can't use one of them
     */
    public static TrustManager[] trust(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("ca-" + i, authorities.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new BaselinesException("TLS can't be set up with the given authorities: " + e.getMessage(), e);
        }
    }

    /**
     * TLS as a client that trusts them, and shows no certificate of its own.
     *
     * @throws BaselinesException when Java can't use one of them
     */
    public static SSLContext context(List<X509Certificate> authorities) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust(authorities), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new BaselinesException("TLS can't be set up with the given authorities: " + e.getMessage(), e);
        }
    }
}
