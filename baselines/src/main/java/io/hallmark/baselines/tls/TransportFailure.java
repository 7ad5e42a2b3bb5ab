package io.hallmark.baselines.tls;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.io.Printable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** What went wrong on the way to a server and back, in words that say what to do. */
public final class TransportFailure {
    private static final int LONGEST = 300;
    private static final Duration LISTENING = Duration.ofSeconds(2);

    private TransportFailure() {}

    /**
     * No answer came. Certificates that don't fit are settings to mend; the rest may pass by itself.
     *
     * @param what was asked, method and URL without secrets
     * @param server that was asked; where it closed the connection without a word, it is asked once more for its own words
     *     about the client certificate
     * @param accepted where the server is told which client certificates it takes
     */
    public static BaselinesException of(String what, Throwable lost, URI server, SSLContext tls, String accepted) {
        Throwable cause = mayBeRefusal(lost)
                ? RefusalOfClient.by(server, tls, LISTENING)
                        .<Throwable>map(e -> e)
                        .orElse(lost)
                : lost;
        Optional<SSLException> alert = find(cause, SSLException.class);
        Optional<CertificateException> certificate = find(cause, CertificateException.class);
        if (certificate.isPresent()) {
            return new BaselinesException(what + ": " + certificateWords(certificate.get(), cause), cause);
        }
        if (alert.isPresent() && refusesOurs(String.valueOf(alert.get().getMessage()))) {
            return new BaselinesException(
                    what + ": the server refuses the client certificate ("
                            + words(alert.get().getMessage()) + "); its authority must be one of " + accepted,
                    cause);
        }
        return BaselinesException.remote(what + ": " + reason(cause), cause);
    }

    /** Whether a connection was made and then closed, for whatever reason. */
    private static boolean mayBeRefusal(Throwable cause) {
        return cause instanceof IOException
                && !(cause instanceof ConnectException)
                && !(cause instanceof HttpTimeoutException)
                && find(cause, SSLException.class).isEmpty();
    }

    private static String words(String foreign) {
        String line = Printable.line(String.valueOf(foreign));
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
    }

    private static String certificateWords(CertificateException certificate, Throwable cause) {
        if (find(cause, CertPathBuilderException.class).isPresent()) {
            return "the server's certificate is not from an authority in ca.pem; check that ca.pem is of this server, and"
                    + " that nobody is in between";
        }
        return "the server's certificate is refused: " + words(certificate.getMessage())
                + "; if it is the right server under another name, say so by 'server-name'";
    }

    /** Alerts about what the client has shown, by the names that JSSE gives them (RFC 8446, 6.2). */
    private static boolean refusesOurs(String message) {
        return message.contains("certificate") || message.contains("unknown_ca") || message.contains("access_denied");
    }

    private static String reason(Throwable cause) {
        if (find(cause, UnknownHostException.class).isPresent()
                || find(cause, UnresolvedAddressException.class).isPresent()) {
            return "the host name is not known";
        }
        if (cause instanceof HttpTimeoutException) {
            return "no answer in time";
        }
        if (cause instanceof ConnectException) {
            return "no connection" + (cause.getMessage() == null ? "" : " (" + words(cause.getMessage()) + ")")
                    + "; is the server running?";
        }
        return "the connection was lost ("
                + words(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()) + ")";
    }

    private static <T extends Throwable> Optional<T> find(Throwable cause, Class<T> type) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return Optional.of(type.cast(each));
            }
        }
        return Optional.empty();
    }
}
