package io.hallmark.baselines.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What another machine repeats of a secret is not shown. */
class WatchedSecretsTest {
    private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9." + "c2VjcmV0".repeat(60);
    private static final Map<String, String> PARTS = Map.of("password", "correct horse", "token", TOKEN);

    private final WatchedSecrets secrets = new WatchedSecrets(new SecretStore() {
        @Override
        public Optional<byte[]> read(String id, String part) {
            return Optional.ofNullable(PARTS.get(part)).map(text -> text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String describe(String id, String part) {
            return part;
        }
    });

    @Test
    void a_secret_is_hidden_whole_cut_off_and_as_it_is_sent_with_a_user() {
        PARTS.keySet().forEach(part -> secrets.read("id", part));
        String basic = Base64.getEncoder().encodeToString("robot:correct horse".getBytes(StandardCharsets.UTF_8));

        assertThat(secrets.line("no, correct horse!")).isEqualTo("no, [secret]!");
        assertThat(secrets.line("no, Bearer " + TOKEN + ", " + TOKEN)).isEqualTo("no, Bearer [secret], [secret]");
        assertThat(secrets.line("no, Bearer " + TOKEN.substring(0, 290) + "…")).isEqualTo("no, Bearer [secret]…");
        assertThat(secrets.line("no, Basic " + basic + "!")).isEqualTo("no, Basic [secret]!");
    }

    @Test
    void what_is_no_secret_stays() {
        PARTS.keySet().forEach(part -> secrets.read("id", part));
        String words = "answers 404 (no such policy: hallmark.compute.boot.q35, sha256:" + "0123456789abcdef".repeat(4)
                + ", $1 \\1, eyJhbGciOiJ)";

        assertThat(secrets.line(words)).isEqualTo(words);
    }
}
