package io.hallmark.puppetbridge.puppet;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.Quoted;
import io.hallmark.baselines.tls.Connection;
import java.nio.charset.StandardCharsets;

/** Answers that are no success, in words that say what to do. */
final class Refusal {
    private static final int MOST = 400;

    private Refusal() {}

    /**
     * The exception for an answer; it may pass by itself where the server is to blame.
     *
     * @param forbidden what to do when the client may not
     * @param otherwise what to do when the server does not understand
     */
    static BaselinesException of(Connection.Answer answer, String forbidden, String otherwise) {
        String message = answer.what() + ": status " + answer.status() + words(answer);
        return switch (answer.status()) {
            case 401, 403 -> new BaselinesException(message + "; " + forbidden);
            case 408, 425, 429 -> BaselinesException.remote(message, null);
            default ->
                answer.status() >= 500
                        ? BaselinesException.remote(message, null)
                        : new BaselinesException(message + "; " + otherwise);
        };
    }

    /** The text of an answer in brackets, as one line that isn't long; nothing when it is empty. */
    static String words(Connection.Answer answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8).strip();
        String line = Quoted.line(text.length() <= MOST ? text : text.substring(0, MOST) + "…");
        return line.isEmpty() ? "" : " (" + line + ")";
    }
}
