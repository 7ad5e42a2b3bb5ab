package io.hallmark.verifierbridge.keylime.client;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.PlainJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer of a server.
 *
 * @param what was asked, for messages
 * @param status of HTTP
 * @param date when the server answered, by its own clock, to the second; empty when it does not say
 * @param body may be empty: Keylime answers so for unknown routes, bodies that it can't read and its own defects
 */
record Reply(String what, int status, Optional<Instant> date, byte[] body) {

    boolean good() {
        return status >= 200 && status < 300;
    }

    /** The answer, if it is a good one. */
    Reply orFail() {
        if (!good()) {
            throw Failures.ofReply(this);
        }
        return this;
    }

    /** The member {@code results}, which good answers have. */
    Map<String, Object> results() {
        return object(read(), "results")
                .orElseThrow(() -> BaselinesException.remote(
                        what + ": the answer has no 'results'; is this a Keylime server?", null));
    }

    /** What the server says about a failure, in whichever of its three forms. */
    String words() {
        String said = body.length == 0 ? "" : said();
        return "HTTP " + status + (said.isEmpty() ? " without an explanation" : ": " + Failures.words(said));
    }

    private String said() {
        try {
            Map<String, Object> json = read();
            if (json.get("errors") instanceof List<?> errors && !errors.isEmpty()) {
                return errors.get(0) instanceof Map<?, ?> error
                        ? text(error, "detail").orElse("")
                        : "";
            }
            return text(json, "status").orElse("");
        } catch (BaselinesException e) {
            // Not JSON, as with a proxy's page: the status alone must do.
            return "";
        }
    }

    private Map<String, Object> read() {
        try {
            return PlainJson.readObject("answer", body);
        } catch (BaselinesException e) {
            throw BaselinesException.remote(what + ": the answer is no JSON object; is this a Keylime server?", e);
        }
    }

    static Optional<String> text(Map<?, ?> object, String name) {
        return object.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    @SuppressWarnings("unchecked")
    static Optional<Map<String, Object>> object(Map<String, Object> object, String name) {
        return object.get(name) instanceof Map<?, ?> member
                ? Optional.of((Map<String, Object>) member)
                : Optional.empty();
    }
}
