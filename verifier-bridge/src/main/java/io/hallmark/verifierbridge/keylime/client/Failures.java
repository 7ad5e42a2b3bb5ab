package io.hallmark.verifierbridge.keylime.client;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.io.Printable;

/** What a server answered instead of doing it, in words that say what to do. */
final class Failures {
    private static final int LONGEST = 300;

    private Failures() {}

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
}
