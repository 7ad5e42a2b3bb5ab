package io.hallmark.verifierbridge.keylime;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.PlainJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Registers an agent as an agent does it: its software TPM proves to the registrar that the attestation key is its own. */
final class RegisteredNode {
    private RegisteredNode() {}

    /** @return the public part of the attestation key, as the registrar and the verifier take it */
    static String register(RunningKeylime keylime, String id, String certificate, Path folder) throws Exception {
        try (SoftwareTpm tpm = SoftwareTpm.in(folder)) {
            tpm.makeKeys();
            Map<String, Object> registration = new LinkedHashMap<>();
            registration.put("ek_tpm", base64(folder.resolve("ek.pub")));
            registration.put("aik_tpm", base64(folder.resolve("ak.pub")));
            registration.put("mtls_cert", certificate);
            registration.put("ip", "127.0.0.1");
            registration.put("port", 9002);
            URI agent = keylime.registrationUrl().resolve("/v2.6/agents/" + id);
            Map<?, ?> results = (Map<?, ?>) send("POST", agent, registration).get("results");
            Files.write(folder.resolve("credential"), Base64.getDecoder().decode((String) results.get("blob")));
            tpm.run("tpm2_startauthsession", "--policy-session", "-S", "session.ctx");
            tpm.run("tpm2_policysecret", "-S", "session.ctx", "-c", "e");
            tpm.run(
                    "tpm2_activatecredential",
                    "-c",
                    "ak.ctx",
                    "-C",
                    "ek.ctx",
                    "-i",
                    "credential",
                    "-o",
                    "secret",
                    "-P",
                    "session:session.ctx");
            send(
                    "PUT",
                    URI.create(agent + "/activate"),
                    Map.of("auth_tag", hmac(base64(folder.resolve("secret")), id)));
            return base64(folder.resolve("ak.pub"));
        }
    }

    private static Map<String, Object> send(String method, URI address, Map<String, Object> body) throws Exception {
        var answer = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(
                        HttpRequest.newBuilder(address)
                                .header("Content-Type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString(CanonicalJson.write(body)))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, address, answer.body())
                .isEqualTo(200);
        return PlainJson.readObject("answer", answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private static String hmac(String key, String id) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA384");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), "HmacSHA384"));
        return HexFormat.of().formatHex(mac.doFinal(id.getBytes(StandardCharsets.UTF_8)));
    }

    private static String base64(Path file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }
}
