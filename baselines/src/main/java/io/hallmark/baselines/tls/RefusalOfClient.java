package io.hallmark.baselines.tls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * Whether a server that closes connections does so because of the client certificate.
 *
 * <p>In TLS 1.3 the server judges the certificate when the client has begun to send; its alert is then often lost, and all
 * that is seen is a connection that was reset. A client that sends nothing always gets it.
 */
final class RefusalOfClient {
    private RefusalOfClient() {}

    /**
     * Connects once more and listens.
     *
     * @param patience for the connection, and for the alert
     * @return what the server says of the certificate; empty when it does not refuse it
     */
    static Optional<SSLException> by(URI server, SSLContext tls, Duration patience) {
        int millis = (int) Math.min(patience.toMillis(), Integer.MAX_VALUE);
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket()) {
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), millis);
            socket.setSoTimeout(millis);
            socket.startHandshake();
            socket.getInputStream().readNBytes(1);
            return Optional.empty();
        } catch (SSLException e) {
            return Optional.of(e);
        } catch (IOException e) {
            // Silence until the time is up, as of a server that waits for a request, or something else than TLS.
            return Optional.empty();
        }
    }
}
