package io.hallmark.verifierbridge.keylime.client;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.io.Printable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What went wrong on the way to a server and back, in words that say what to do. */
final class Failures {
    private static final int LONGEST = 300;

    private Failures() {}

    /** No answer came. Certificates that don't fit are settings to mend; the rest may pass by itself. */
    static BaselinesException ofTransport(String what, Throwable cause) {
        Optional<SSLException> tls = find(cause, SSLException.class);
        Optional<CertificateException> certificate = find(cause, CertificateException.class);
        if (certificate.isPresent()) {
            return new BaselinesException(what + ": " + certificateWords(certificate.get(), cause), cause);
        }
        if (tls.isPresent() && refusesOurs(String.valueOf(tls.get().getMessage()))) {
            return new BaselinesException(
                    what + ": the server refuses the client certificate ("
                            + words(tls.get().getMessage())
                            + "); its authority must be one of 'trusted_client_ca' of the server",
                    cause);
        }
        return BaselinesException.remote(what + ": " + reason(cause), cause);
    }

    /** Whether a connection was made and then closed, for whatever reason. */
    static boolean mayBeRefusal(Throwable cause) {
        return cause instanceof IOException
                && !(cause instanceof ConnectException)
                && !(cause instanceof HttpTimeoutException)
                && find(cause, SSLException.class).isEmpty();
    }

    /** The server answered that it will not. */
    static BaselinesException ofReply(Reply reply) {
        String message = reply.what() + ": " + reply.words();
        int status = reply.status();
        if (status == 401 || status == 403) {
            return new BaselinesException(message
                    + "; the client certificate is not accepted for management: check cert.pem, and 'trusted_client_ca'"
                    + " of the server");
        }
        return status >= 500 || status == 408 || status == 429
                ? BaselinesException.remote(message, null)
                : new BaselinesException(message);
    }

    /** Text of the other side as part of a message: one line, not long. */
    static String words(String foreign) {
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
