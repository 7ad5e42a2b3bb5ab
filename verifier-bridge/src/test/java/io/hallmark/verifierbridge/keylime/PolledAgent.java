package io.hallmark.verifierbridge.keylime;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.testsupport.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A node with an agent that a verifier polls: the few calls of an agent that a verifier makes, answered with quotes of the
 * node's software TPM.
 */
public final class PolledAgent implements AutoCloseable {
    /** Where an agent binds the key that payloads are encrypted with to its quotes. */
    private static final int DATA_PCR = 16;

    /** {@code keylime.common.states}: to be asked for its first or next quote, can't be reached, refused. */
    private static final int GET_QUOTE = 3;

    private static final int FAILED = 7;
    private static final int INVALID_QUOTE = 9;
    private static final int POLLS = 600;

    /** Seconds in which a verifier ends what it had begun for a node that is gone; its interval of asking is shorter. */
    private static final int AFTERMATH = 4;

    private final Administrator verifier;
    private final QuotedBoot boot;
    private final Path log;
    private final String publicKey;
    private final HttpsServer server;
    private final String certificate;

    /**
     * Starts the agent of a node.
     *
     * @param told the log that the agent sends; that of the boot, unless the node lies
     */
    public PolledAgent(Administrator verifier, TestCertificates certificates, QuotedBoot boot, Path told, Path folder)
            throws Exception {
        this.verifier = verifier;
        this.log = told;
        this.boot = boot;
        this.certificate = Files.readString(certificates.folder().resolve("server.pem"));
        certificates.openssl(
                "pkey",
                "-in",
                "server.key",
                "-pubout",
                "-out",
                folder.resolve("agent.pub").toString());
        this.publicKey = Files.readString(folder.resolve("agent.pub"));
        boot.bind(DATA_PCR, Bank.SHA256.hash(publicKey.getBytes(StandardCharsets.UTF_8)));
        this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls(certificates, folder.resolve("agent.p12"))));
        server.createContext("/", this::answer);
        server.start();
    }

    /** Enrols the node under an id, as {@code keylime_tenant} does it, to be held to a measured-boot policy. */
    private void enrol(String id, String policy) throws Exception {
        Map<String, Object> agent = new LinkedHashMap<>();
        agent.put("v", Base64.getEncoder().encodeToString(new byte[32]));
        agent.put("cloudagent_ip", "127.0.0.1");
        agent.put("cloudagent_port", server.getAddress().getPort());
        agent.put("tpm_policy", "{\"mask\": \"0xfbff\"}");
        for (String empty : List.of("runtime_policy", "runtime_policy_name", "runtime_policy_key", "revocation_key")) {
            agent.put(empty, "");
        }
        agent.put("mb_policy", Optional.empty());
        agent.put("mb_policy_name", policy);
        agent.put("ima_sign_verification_keys", "");
        agent.put("metadata", "{}");
        agent.put("accept_tpm_hash_algs", List.of("sha256"));
        agent.put("accept_tpm_encryption_algs", List.of("rsa"));
        agent.put("accept_tpm_signing_algs", List.of("rsassa"));
        agent.put("ak_tpm", boot.attestationKey());
        agent.put("mtls_cert", certificate);
        agent.put("supported_version", "2.2");
        verifier.call("POST", "/v2.4/agents/" + id, agent);
    }

    /**
     * Enrols the node, waits until the verifier has made up its mind, and removes it again; whether it was attested. As with
     * a real node, what is asked next is asked in another second: documents have times to the second, and of what a node
     * showed at one time the worst counts.
     */
    public boolean attested(String id, String policy) throws Exception {
        enrol(id, policy);
        boolean attested = attested(id);
        remove(id);
        // What the verifier had begun for the node it still ends, and would write the outcome to another one of this
        // id.
        Instant last = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        while (!Instant.now().isAfter(last.plusSeconds(AFTERMATH))) {
            RunningKeylime.pause();
        }
        return attested;
    }

    private boolean attested(String id) throws Exception {
        for (int i = 0; i < POLLS; i++) {
            Map<?, ?> state = verifier.call("GET", "/v2.4/agents/" + id, Map.of());
            int operational = ((Number) state.get("operational_state")).intValue();
            assertThat(operational).as("the verifier reaches the agent %s", id).isNotEqualTo(FAILED);
            if (operational == INVALID_QUOTE) {
                return false;
            }
            if (operational >= GET_QUOTE && ((Number) state.get("attestation_count")).intValue() > 0) {
                return true;
            }
            RunningKeylime.pause();
        }
        throw new AssertionError("the verifier does not make up its mind about " + id);
    }

    private void remove(String id) throws Exception {
        verifier.call("DELETE", "/v2.4/agents/" + id, Map.of());
        for (int i = 0; i < POLLS; i++) {
            if (!String.valueOf(verifier.call("GET", "/v2.4/agents/", Map.of()).get("uuids"))
                    .contains(id)) {
                return;
            }
            RunningKeylime.pause();
        }
        throw new AssertionError("the verifier does not let go of " + id);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Map<String, Object> results = new LinkedHashMap<>();
            if (path.endsWith("/quotes/integrity")) {
                results.put("quote", boot.quote(parameter(exchange, "nonce"), DATA_PCR));
                results.put("hash_alg", "sha256");
                results.put("enc_alg", "rsa");
                results.put("sign_alg", "rsassa");
                results.put("pubkey", publicKey);
                results.put("mb_measurement_list", QuotedBoot.base64(log));
                results.put("boottime", 1);
            } else {
                // What the verifier makes of the payload's key is no concern of attestation.
                assertThat(path).endsWith("/keys/vkey");
            }
            byte[] body = CanonicalJson.write(Map.of("code", 200, "status", "Success", "results", results))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String parameter(HttpExchange exchange, String name) {
        return Arrays.stream(exchange.getRequestURI().getQuery().split("&"))
                .filter(parameter -> parameter.startsWith(name + "="))
                .map(parameter -> parameter.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    private static SSLContext tls(TestCertificates certificates, Path store) throws Exception {
        char[] password = TestCertificates.PASSWORD.toCharArray();
        certificates.openssl(
                "pkcs12",
                "-export",
                "-in",
                "server.pem",
                "-inkey",
                "server.key",
                "-out",
                store.toString(),
                "-passout",
                "pass:" + TestCertificates.PASSWORD);
        KeyStore keys = KeyStore.getInstance(store.toFile(), password);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
