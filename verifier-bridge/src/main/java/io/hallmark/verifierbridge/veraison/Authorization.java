package io.hallmark.verifierbridge.veraison;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.io.Authorities;
import io.hallmark.baselines.io.PemReader;
import io.hallmark.baselines.publish.SecretStore;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** How the client and the server show each other who they are; parts of the credential are read when they are needed. */
final class Authorization {
    private static final String AUTHORITIES = "ca.pem";

    private final String kind;
    private final Optional<String> credential;
    private final SecretStore secrets;

    /** @param kind none, basic or bearer; the last two need the credential */
    Authorization(String kind, Optional<String> credential, SecretStore secrets) {
        this.kind = kind;
        this.credential = credential;
        this.secrets = secrets;
    }

    /** The value of the header Authorization, if the server asks for one. */
    Optional<String> header() {
        return switch (kind) {
            case "basic" ->
                Optional.of("Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (part("user") + ":" + part("password")).getBytes(StandardCharsets.UTF_8)));
            case "bearer" -> Optional.of("Bearer " + part("token"));
            default -> Optional.empty();
        };
    }

    /** What the server's certificate is held against: {@code ca.pem} of the credential, or else what Java trusts. */
    Optional<SSLContext> trust() {
        return credential.flatMap(id -> secrets.read(id, AUTHORITIES)
                .map(pem -> Authorities.context(PemReader.certificates(pem, secrets.describe(id, AUTHORITIES)))));
    }

    private String part(String name) {
        String id = credential.orElseThrow();
        String text = new String(secrets.require(id, name), StandardCharsets.UTF_8).strip();
        if (text.isEmpty() || text.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new BaselinesException(secrets.describe(id, name) + " is empty or has characters that can't stand in"
                    + " a header: it must be one line of ASCII");
        }
        return text;
    }
}
