package io.hallmark.verifierbridge.keylime;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.tls.MutualTls;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Asks a verifier of Keylime as an administrator does it, with the certificate of a credential. */
public final class Administrator {
    private final RunningKeylime keylime;
    private final HttpClient client;

    /** @param id of the credential */
    public Administrator(RunningKeylime keylime, SecretStore secrets, String id) {
        this.keylime = keylime;
        this.client = HttpClient.newBuilder()
                .sslContext(MutualTls.context(secrets, id, Optional.empty()))
                .build();
    }

    /**
     * What the verifier says of evidence, under a measured-boot policy.
     *
     * @param valid whether the node would be attested
     * @param failures all that it says if not, as one text
     */
    public record Answer(boolean valid, String failures) {}

    /** Has evidence judged once, for no agent. */
    public Answer judge(Map<String, Object> evidence, String policy) throws Exception {
        Map<String, Object> data = new HashMap<>(evidence);
        data.put("mb_policy", policy);
        Map<?, ?> results = call("POST", "/v2.4/verify/evidence", Map.of("type", "tpm", "data", data));
        return new Answer(Boolean.TRUE.equals(results.get("valid")), String.valueOf(results.get("failures")));
    }

    /** The text of a measured-boot policy. */
    public String policy(String name) throws Exception {
        return (String) call("GET", "/v2.4/mbpolicies/" + name, Map.of()).get("mb_policy");
    }

    /** The results of any request; the verifier must have answered that all is well. */
    Map<?, ?> call(String method, String path, Map<?, ?> body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(keylime.url().resolve(path));
        if (body.isEmpty()) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(CanonicalJson.write(body)));
        }
        HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(answer.statusCode()).as("%s %s: %s", method, path, text).isBetween(200, 299);
        return (Map<?, ?>) PlainJson.readObject("answer", answer.body()).get("results");
    }
}
