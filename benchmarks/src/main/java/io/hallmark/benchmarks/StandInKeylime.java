package io.hallmark.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.PlainJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * A server that keeps policies and agents in memory and answers as a verifier of Keylime 7.14 was recorded to answer, as
 * far as a publication asks. It counts what it is asked.
 */
public final class StandInKeylime implements AutoCloseable {
    private static final String API = "/v2.6/";
    private static final Map<String, Object> NOTHING = Map.of();

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, String> policies = new LinkedHashMap<>();
    private final Map<String, Integer> agents = new LinkedHashMap<>();
    private final SortedMap<String, Integer> requests = new TreeMap<>();

    private record Answer(int status, Map<String, Object> results) {}

    public StandInKeylime(SSLContext tls) throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public URI url() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Enrols an agent, or changes its state: 3 attesting, 7 not reachable. */
    public synchronized void agent(String id, int state) {
        agents.put(id, state);
    }

    /** Requests since the last call, by method and what was asked: {@code PUT mbpolicies/*}. */
    public synchronized SortedMap<String, Integer> requests() {
        SortedMap<String, Integer> counted = new TreeMap<>(requests);
        requests.clear();
        return counted;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        byte[] content = exchange.getRequestBody().readAllBytes();
        Answer answer = path.startsWith(API)
                ? answer(exchange.getRequestMethod(), path.substring(API.length()), content)
                : counted("GET versions", new Answer(200, Map.of("supported_versions", List.of("2.5", "2.6"))));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("code", answer.status());
        document.put("status", answer.status() < 300 ? "Success" : "Error");
        document.put("results", answer.results());
        byte[] body = CanonicalJson.write(document).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answer(String method, String route, byte[] content) {
        if (route.equals("verify/evidence")) {
            // As 'hallmark' judges the probe.
            return counted(
                    method + " " + route,
                    new Answer(
                            200,
                            Map.of(
                                    "valid",
                                    false,
                                    "failures",
                                    List.of(Map.of("type", "measured_boot.policy_hallmark")))));
        }
        if (route.equals("mbpolicies/")) {
            return counted(
                    method + " " + route, new Answer(200, Map.of("mbpolicy names", List.copyOf(policies.keySet()))));
        }
        if (route.startsWith("mbpolicies/")) {
            return counted(method + " mbpolicies/*", policy(method, route.substring("mbpolicies/".length()), content));
        }
        if (route.equals("agents/")) {
            List<?> ids = agents.keySet().stream().map(List::of).toList();
            return counted(method + " " + route, new Answer(200, Map.of("uuids", ids)));
        }
        if (route.equals("agents/?bulk=True")) {
            Map<String, Object> all = new LinkedHashMap<>();
            agents.forEach((id, state) -> all.put(id, state(state)));
            return counted(method + " " + route, new Answer(200, all));
        }
        if (route.endsWith("/reactivate")) {
            agents.put(route.split("/")[1], 3);
            return counted(method + " agents/*/reactivate", new Answer(200, NOTHING));
        }
        return counted(method + " agents/*", new Answer(404, NOTHING));
    }

    private Answer policy(String method, String name, byte[] content) {
        boolean there = policies.containsKey(name);
        switch (method) {
            case "GET" -> {
                return there
                        ? new Answer(200, Map.of("name", name, "mb_policy", policies.get(name)))
                        : new Answer(404, NOTHING);
            }
            case "DELETE" -> policies.remove(name);
            default -> {
                if (there != method.equals("PUT")) {
                    return new Answer(409, NOTHING);
                }
                policies.put(
                        name, (String) PlainJson.readObject("policy", content).get("mb_policy"));
            }
        }
        return new Answer(201, NOTHING);
    }

    /** As many members as a verifier tells of an agent. */
    private static Map<String, Object> state(int state) {
        Map<String, Object> agent = new LinkedHashMap<>();
        agent.put("operational_state", state);
        agent.put("v", Optional.empty());
        agent.put("ip", "192.0.2.1");
        agent.put("port", 9002);
        agent.put("tpm_policy", "{\"mask\": \"0xfbff\"}");
        agent.put("meta_data", "{}");
        agent.put("has_mb_refstate", 1);
        agent.put("has_runtime_policy", 0);
        agent.put("accept_tpm_hash_algs", List.of("sha512", "sha384", "sha256"));
        agent.put("accept_tpm_encryption_algs", List.of("ecc", "rsa"));
        agent.put("accept_tpm_signing_algs", List.of("ecschnorr", "rsassa"));
        agent.put("hash_alg", "sha256");
        agent.put("enc_alg", "rsa");
        agent.put("sign_alg", "rsassa");
        agent.put("verifier_id", "default");
        agent.put("verifier_ip", "127.0.0.1");
        agent.put("verifier_port", 8881);
        agent.put("severity_level", Optional.empty());
        agent.put("last_event_id", state == 7 ? (Object) "internal.verifier.not_reachable" : Optional.empty());
        agent.put("attestation_count", 2);
        agent.put("last_received_quote", 1795578290);
        agent.put("last_successful_attestation", 1795578290);
        agent.put("attestation_status", state == 7 ? "FAIL" : "PASS");
        agent.put("attestation_period", "2s");
        agent.put("maximum_attestation_interval", "10s");
        return agent;
    }

    private Answer counted(String request, Answer answer) {
        requests.merge(request, 1, Integer::sum);
        return answer;
    }
}
