package io.hallmark.puppetbridge.puppet;

import io.hallmark.baselines.document.Quoted;
import io.hallmark.baselines.tls.Connection;
import java.nio.charset.StandardCharsets;

/** What servers say, for messages. */
final class Words {
    private static final int MOST = 400;

    private Words() {}

    /** The text of an answer in brackets, as one line that isn't long; nothing when it is empty. */
    static String of(Connection.Answer answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8).strip();
        String line = Quoted.line(text.length() <= MOST ? text : text.substring(0, MOST) + "…");
        return line.isEmpty() ? "" : " (" + line + ")";
    }
}
