package io.hallmark.puppetbridge.chef;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.baselines.publish.SecretFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What mixlib-authentication signs, Hallmark signs to the byte. */
class RequestSignerTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> every_recorded_request_is_signed_to_the_byte() throws IOException {
        Map<String, Object> recorded = recorded();
        RSAPrivateKey key = key((String) recorded.get("key_pem"));
        List<?> vectors = (List<?>) recorded.get("vectors");
        assertThat(vectors).hasSize(21);
        return vectors.stream()
                .map(vector -> (Map<?, ?>) vector)
                .map(vector -> DynamicTest.dynamicTest((String) vector.get("name"), () -> check(vector, key)));
    }

    private static void check(Map<?, ?> vector, RSAPrivateKey key) {
        RequestSigner signer = new RequestSigner(
                (String) vector.get("user_id"), key, SigningVersion.ofLabel((String) vector.get("version")));
        String method = (String) vector.get("method");
        String path = (String) vector.get("path");
        byte[] body = ((String) vector.get("body")).getBytes(StandardCharsets.UTF_8);
        Instant time = Instant.parse((String) vector.get("timestamp"));
        String apiVersion = (String) vector.get("server_api_version");
        assertThat(signer.text(method, path, body, time, apiVersion)).isEqualTo(vector.get("canonical_request"));
        assertThat((Object) signer.headers(method, path, body, time, apiVersion))
                .isEqualTo(vector.get("headers"));
    }

    @Test
    void a_part_of_a_second_is_no_part_of_the_time() throws IOException {
        Map<String, Object> recorded = recorded();
        RequestSigner signer = new RequestSigner("ci", key((String) recorded.get("key_pem")), SigningVersion.V1_3);
        assertThat(signer.headers("GET", "/", new byte[0], Instant.parse("2026-01-02T03:04:05.678Z"), "1"))
                .containsEntry("X-Ops-Timestamp", "2026-01-02T03:04:05Z");
    }

    @Test
    void a_key_is_read_as_pkcs8_too() throws IOException {
        RSAPrivateKey key = key((String) recorded().get("key_pem"));
        assertThat(key(pkcs8(key.getEncoded()))).isEqualTo(key);
    }

    @Test
    void a_key_that_is_short_or_not_rsa_is_refused_and_not_shown() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);
        byte[] small = rsa.generateKeyPair().getPrivate().getEncoded();
        assertThatThrownBy(() -> key(pkcs8(small)))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("has 1024 bits")
                .hasMessageContaining("chef/key.pem")
                .hasMessageNotContaining(
                        Base64.getEncoder().encodeToString(small).substring(40, 60));
        byte[] elliptic = KeyPairGenerator.getInstance("EC")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        assertThatThrownBy(() -> key(pkcs8(elliptic)))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("is no RSA key");
        assertThatThrownBy(() -> key("no key"))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("has no private key");
    }

    private static String pkcs8(byte[] der) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END PRIVATE KEY-----\n";
    }

    private RSAPrivateKey key(String pem) throws IOException {
        Files.createDirectories(folder.resolve("chef"));
        Files.writeString(folder.resolve("chef/key.pem"), pem);
        return ClientKey.of(new SecretFolder(folder), "chef");
    }

    private static Map<String, Object> recorded() throws IOException {
        try (InputStream in = RequestSignerTest.class.getResourceAsStream("signing-vectors.json")) {
            return PlainJson.readObject("signing-vectors.json", in.readAllBytes());
        }
    }
}
