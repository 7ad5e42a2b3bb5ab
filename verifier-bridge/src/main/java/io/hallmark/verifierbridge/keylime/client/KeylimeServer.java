package io.hallmark.verifierbridge.keylime.client;

import io.hallmark.baselines.BaselinesException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * A verifier or a registrar, with the version of the interface that both sides know.
 *
 * <p>Version 3 has no management calls that work (Keylime 7.14 answers 500), so only versions below it count. A verifier
 * in push mode does not say what it supports (410); then the newest that answers is taken.
 */
public final class KeylimeServer {
    /** Newest first. Measured-boot policies have names since 2.3 (Keylime 7.12). */
    private static final List<String> KNOWN = List.of("2.6", "2.5", "2.4", "2.3");

    private static final List<String> FALLBACK = List.of("2.5", "2.4", "2.3");

    private final Connection connection;
    private final String probe;
    private Optional<String> version = Optional.empty();

    private KeylimeServer(Connection connection, String probe) {
        this.connection = connection;
        this.probe = probe;
    }

    /** A verifier; nothing is connected to yet. */
    public static KeylimeServer verifier(URI server, SSLContext tls, Duration patience) {
        return new KeylimeServer(new Connection(server, tls, patience), "mbpolicies/");
    }

    /** A registrar; nothing is connected to yet. */
    public static KeylimeServer registrar(URI server, SSLContext tls, Duration patience) {
        return new KeylimeServer(new Connection(server, tls, patience), "agents/");
    }

    /** For messages. */
    URI address() {
        return connection.server();
    }

    /** The version of the interface, {@code 2.5}; asked for once. */
    public String version() {
        if (version.isEmpty()) {
            version = Optional.of(negotiate());
        }
        return version.get();
    }

    /** @param route after the version: {@code mbpolicies/compute} */
    Reply call(String method, String route) {
        return connection.send(method, "/v" + version() + "/" + route, Optional.empty());
    }

    Reply call(String method, String route, Map<String, Object> body) {
        return connection.send(method, "/v" + version() + "/" + route, Optional.of(body));
    }

    private String negotiate() {
        Reply versions = connection.send("GET", "/versions", Optional.empty());
        if (versions.good() && versions.results().get("supported_versions") instanceof List<?> supported) {
            return KNOWN.stream()
                    .filter(supported::contains)
                    .findFirst()
                    .orElseThrow(() -> new BaselinesException(connection.server() + " supports the versions "
                            + Failures.words(supported.toString()) + " of Keylime's interface, and Hallmark knows "
                            + KNOWN + ": Keylime 7.12 or newer is needed"));
        }
        Reply last = versions;
        for (String candidate : FALLBACK) {
            last = connection.send("GET", "/v" + candidate + "/" + probe, Optional.empty());
            if (last.good()) {
                return candidate;
            }
            if (last.status() != 404) {
                throw Failures.ofReply(last);
            }
        }
        throw Failures.ofReply(last);
    }
}
