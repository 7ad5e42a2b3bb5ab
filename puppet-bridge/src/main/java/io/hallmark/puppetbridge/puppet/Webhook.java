package io.hallmark.puppetbridge.puppet;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.delivery.Place;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.baselines.document.Quoted;
import io.hallmark.baselines.io.Authorities;
import io.hallmark.baselines.io.PemReader;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.tls.Connection;
import io.hallmark.puppetbridge.puppet.PuppetSettings.Deploy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Asks a service to deploy a branch: Code Manager by its own interface, others by the push event that GitHub sends, which
 * webhook-go and most services around r10k take.
 */
final class Webhook implements Deployment {
    private static final String TOKEN = "token";
    private static final String AUTHORITIES = "ca.pem";

    private final Deploy.Webhook hook;
    private final Place place;
    private final String environment;
    private final SecretStore secrets;
    private final Duration within;

    /** @param within how long the service may take for its answer */
    Webhook(Deploy.Webhook hook, Place place, String environment, SecretStore secrets, Duration within) {
        this.hook = hook;
        this.place = place;
        this.environment = environment;
        this.secrets = secrets;
        this.within = within;
    }

    @Override
    public String run() {
        URI url = hook.url();
        Connection connection = new Connection(
                URI.create(url.getScheme() + "://" + url.getRawAuthority()), trust(), within, "those it trusts");
        String path = (url.getRawPath().isEmpty() ? "/" : url.getRawPath())
                + Optional.ofNullable(url.getRawQuery())
                        .map(query -> "?" + query)
                        .orElse("");
        String body = CanonicalJson.write(hook.codeManager() ? ofCodeManager() : push());
        Connection.Answer answer = connection.send("POST", path, headers(body), Optional.of(body));
        if (answer.status() / 100 != 2) {
            throw Refusal.of(
                    answer,
                    "check the secret in credential '" + hook.credential() + "'",
                    "check 'webhook' and 'webhook-kind'");
        }
        if (hook.codeManager()) {
            requireComplete(answer);
        }
        return answer.what() + " was taken";
    }

    private Map<String, Object> ofCodeManager() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("environments", List.of(environment));
        body.put("wait", true);
        return body;
    }

    private Map<String, Object> push() {
        List<String> parts = List.of(
                place.url().replaceFirst("/+$", "").replaceFirst("\\.git$", "").split("[/:]"));
        String name = parts.get(parts.size() - 1);
        String owner = parts.size() > 1 ? parts.get(parts.size() - 2) : name;
        Map<String, Object> repository = new LinkedHashMap<>();
        repository.put("name", name);
        repository.put("full_name", owner + "/" + name);
        repository.put("owner", Map.of("name", owner, "login", owner));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ref", "refs/heads/" + place.branch());
        body.put("created", false);
        body.put("deleted", false);
        body.put("repository", repository);
        return body;
    }

    private Map<String, String> headers(String body) {
        Optional<String> token = secret(TOKEN);
        Map<String, String> headers = new LinkedHashMap<>();
        if (hook.codeManager()) {
            headers.put("X-Authentication", token.orElseGet(() -> text(secrets.require(hook.credential(), TOKEN))));
            return headers;
        }
        headers.put("X-GitHub-Event", "push");
        Optional<String> password = secret("password");
        if (password.isPresent()) {
            String pair = secret("user").orElse("") + ":" + password.get();
            headers.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        } else {
            String key = token.orElseGet(() -> text(secrets.require(hook.credential(), TOKEN)));
            headers.put("X-Hub-Signature-256", "sha256=" + hmac(key, body));
        }
        return headers;
    }

    private Optional<String> secret(String part) {
        return secrets.read(hook.credential(), part).map(Webhook::text);
    }

    private static String text(byte[] secret) {
        return new String(secret, StandardCharsets.UTF_8).strip();
    }

    private static String hmac(String key, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        HMac mac = new HMac(new SHA256Digest());
        mac.init(new KeyParameter(key.getBytes(StandardCharsets.UTF_8)));
        mac.update(bytes, 0, bytes.length);
        byte[] result = new byte[mac.getMacSize()];
        mac.doFinal(result, 0);
        return HexFormat.of().formatHex(result);
    }

    private SSLContext trust() {
        try {
            Optional<byte[]> authorities = secrets.read(hook.credential(), AUTHORITIES);
            return authorities.isPresent()
                    ? Authorities.context(
                            PemReader.certificates(authorities.get(), secrets.describe(hook.credential(), AUTHORITIES)))
                    : SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new BaselinesException("this Java has no TLS: " + e.getMessage(), e);
        }
    }

    /** It answers 200 also when a deployment failed; each environment has its status. */
    private void requireComplete(Connection.Answer answer) {
        Object deployments = PlainJson.read("the answer of " + answer.what(), answer.body());
        boolean complete = deployments instanceof List<?> list
                && !list.isEmpty()
                && list.stream()
                        .allMatch(each -> each instanceof Map<?, ?> map && "complete".equals(map.get("status")));
        if (!complete) {
            throw BaselinesException.remote(
                    answer.what() + ": the deployment of " + Quoted.of(environment) + " did not complete"
                            + Refusal.words(answer),
                    null);
        }
    }
}
