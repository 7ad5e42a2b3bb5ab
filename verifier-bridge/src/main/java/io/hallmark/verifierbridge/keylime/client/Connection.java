package io.hallmark.verifierbridge.keylime.client;

import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.tls.Connection.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Requests to one server. It never sends an Authorization header: for Keylime that would make the call an agent's, and
 * the client certificate would not count. Without a body it sends no content type either, which Keylime refuses.
 */
final class Connection {
    private final io.hallmark.baselines.tls.Connection connection;

    /**
     * @param server scheme, host and port
     * @param patience for each request, from the first byte sent to the last one received
     */
    Connection(URI server, SSLContext tls, Duration patience) {
        this.connection =
                new io.hallmark.baselines.tls.Connection(server, tls, patience, "'trusted_client_ca' of the server");
    }

    URI server() {
        return connection.server();
    }

    /**
     * One request and its answer, whatever the status is.
     *
     * @param path from the root, with what follows a question mark
     * @throws io.hallmark.baselines.BaselinesException when there is no answer
     */
    Reply send(String method, String path, Optional<Map<String, Object>> body) {
        Answer answer = connection.send(method, path, Map.of(), body.map(CanonicalJson::write));
        return new Reply(method + " " + server() + path, answer.status(), answer.date(), answer.body());
    }
}
