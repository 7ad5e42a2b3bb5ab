package io.hallmark.verifierbridge.veraison;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.PlainJson;
import java.util.Map;
import java.util.Optional;

/**
 * A provisioning session as the server tells of it. Its HTTP status says nothing of the outcome: 200 may be a failure.
 *
 * @param failure the server's reason, one line; empty unless it failed
 */
record Session(Status status, String failure) {
    /**
     * What a server says of a manifest that it holds already, byte for byte. Its store compares digests of what was
     * submitted, and reports this as a failure.
     */
    private static final String HELD = "already in store (digests match)";

    /** What the same store says when it holds another manifest of that id. */
    private static final String OTHER_HELD = "already in store but digests differ";

    enum Status {
        PROCESSING,
        SUCCESS,
        FAILED
    }

    static Session of(byte[] body) {
        Map<String, Object> session = PlainJson.readObject("the answer of Veraison", body);
        Status status =
                switch (String.valueOf(session.get("status"))) {
                    case "processing", "initializing" -> Status.PROCESSING;
                    case "success" -> Status.SUCCESS;
                    case "failed" -> Status.FAILED;
                    default ->
                        throw new BaselinesException("the answer of Veraison has no status that is known: "
                                + Words.line(String.valueOf(session.get("status"))));
                };
        String failure = Optional.ofNullable(session.get("failure-reason"))
                .map(String::valueOf)
                .map(Words::line)
                .orElse("no reason given");
        return new Session(status, status == Status.FAILED ? failure : "");
    }

    /** Whether the server holds the very bytes that were submitted, be it since now or since long. */
    boolean held() {
        return status == Status.SUCCESS || heldBefore();
    }

    /** Whether it says that it held them before. */
    boolean heldBefore() {
        return status == Status.FAILED && failure.contains(HELD);
    }

    /** Whether it holds something else under the manifest's id. */
    boolean otherHeld() {
        return status == Status.FAILED && failure.contains(OTHER_HELD);
    }
}
