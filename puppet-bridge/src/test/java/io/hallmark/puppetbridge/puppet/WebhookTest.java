package io.hallmark.puppetbridge.puppet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.delivery.Place;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.baselines.publish.SecretFolder;
import io.hallmark.puppetbridge.puppet.PuppetSettings.Deploy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What services that deploy are asked, and what their answers mean. */
class WebhookTest {
    private static final String TOKEN = "a-token-that-nobody-shall-read";

    @TempDir
    Path secrets;

    private HttpServer server;
    private Headers headers;
    private String query;
    private byte[] body;
    private int status = 200;
    private String answer = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            headers = exchange.getRequestHeaders();
            query = exchange.getRequestURI().toString();
            body = exchange.getRequestBody().readAllBytes();
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        Files.createDirectories(secrets.resolve("hook"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String run(boolean codeManager) {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/r10k/environment?async=1");
        return new Webhook(
                        new Deploy.Webhook(url, "hook", codeManager),
                        new Place("git@git.example.org:infra/control.git", "production", ""),
                        "production",
                        new SecretFolder(secrets),
                        Duration.ofSeconds(30))
                .run();
    }

    private void secret(String part, String text) throws IOException {
        Files.writeString(secrets.resolve("hook").resolve(part), text + "\n");
    }

    @Test
    void a_push_event_is_signed_with_the_token_as_github_signs_it() throws IOException, GeneralSecurityException {
        secret("token", TOKEN);
        assertThat(run(false)).endsWith("/api/v1/r10k/environment was taken").doesNotContain("async");

        assertThat(query).isEqualTo("/api/v1/r10k/environment?async=1");
        assertThat(headers.getFirst("X-GitHub-Event")).isEqualTo("push");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertThat(headers.getFirst("X-Hub-Signature-256"))
                .isEqualTo("sha256=" + HexFormat.of().formatHex(mac.doFinal(body)));
        assertThat(headers.toString() + new String(body, StandardCharsets.UTF_8))
                .doesNotContain(TOKEN);
        Map<String, Object> push = PlainJson.readObject("push", body);
        assertThat(push).containsEntry("ref", "refs/heads/production").containsEntry("deleted", false);
        assertThat(push.get("repository"))
                .isEqualTo(Map.of(
                        "name",
                        "control",
                        "full_name",
                        "infra/control",
                        "owner",
                        Map.of("name", "infra", "login", "infra")));
    }

    @Test
    void a_user_with_a_password_is_named_by_basic_authentication() throws IOException {
        secret("user", "puppet");
        secret("password", TOKEN);
        run(false);
        assertThat(headers.getFirst("Authorization"))
                .isEqualTo("Basic "
                        + Base64.getEncoder().encodeToString(("puppet:" + TOKEN).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void code_manager_is_waited_for_and_says_what_became_of_each_environment() throws IOException {
        secret("token", TOKEN);
        answer = "[{\"environment\":\"production\",\"id\":1,\"status\":\"complete\",\"deploy-signature\":\"482f\"}]";
        run(true);
        assertThat(headers.getFirst("X-Authentication")).isEqualTo(TOKEN);
        assertThat(PlainJson.readObject("deploys", body))
                .isEqualTo(Map.of("environments", List.of("production"), "wait", true));

        answer =
                "[{\"environment\":\"production\",\"id\":2,\"status\":\"failed\",\"error\":{\"msg\":\"no such module\"}}]";
        assertThatThrownBy(() -> run(true))
                .hasMessageContaining("did not complete")
                .hasMessageContaining("no such module")
                .isInstanceOfSatisfying(
                        BaselinesException.class, e -> assertThat(e.remote()).isTrue());
        answer = "[]";
        assertThatThrownBy(() -> run(true)).hasMessageContaining("did not complete");
    }

    @Test
    void what_fails_is_told_with_the_address_and_without_the_secret() throws IOException {
        assertThatThrownBy(() -> run(false)).hasMessageContaining("has no token");
        secret("token", TOKEN);
        status = 403;
        answer = "signature mismatch";
        assertThatThrownBy(() -> run(false))
                .hasMessageContaining("POST http://127.0.0.1:")
                .hasMessageContaining("status 403 (signature mismatch); check the secret in credential 'hook'")
                .hasMessageNotContaining(TOKEN)
                .isInstanceOfSatisfying(
                        BaselinesException.class, e -> assertThat(e.remote()).isFalse());
        status = 502;
        assertThatThrownBy(() -> run(false))
                .isInstanceOfSatisfying(
                        BaselinesException.class, e -> assertThat(e.remote()).isTrue());
        status = 404;
        assertThatThrownBy(() -> run(false)).hasMessageContaining("check 'webhook' and 'webhook-kind'");
        server.stop(0);
        assertThatThrownBy(() -> run(false)).hasMessageContaining("no connection");
    }
}
