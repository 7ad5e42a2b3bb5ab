package io.hallmark.puppetbridge.puppet;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.baselines.tls.Connection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The interfaces of a Puppet Server, or OpenVox Server, that deployments need. Both want a rule in its auth.conf. */
final class PuppetServer {
    private static final String CACHE = "/puppet-admin-api/v1/environment-cache";
    private static final String CATALOG = "/puppet/v4/catalog";

    private final Connection connection;

    PuppetServer(Connection connection) {
        this.connection = connection;
    }

    /**
     * What a server serves.
     *
     * @param version of the configuration, as {@code config_version} prints it
     * @param baseline in the catalog; empty when it has no {@code node_hardening}
     */
    record Served(String version, Optional<String> baseline) {}

    /** Scheme, host and port. */
    String address() {
        return connection.server().toString();
    }

    /** Has it read an environment anew. An environment that it doesn't have is no error to it. */
    void flush(String environment) {
        Connection.Answer answer = connection.send(
                "DELETE",
                CACHE + "?environment=" + URLEncoder.encode(environment, StandardCharsets.UTF_8),
                Map.of(),
                Optional.empty());
        if (answer.status() != 204) {
            throw refusal(answer, "DELETE " + CACHE);
        }
    }

    /** Has it compile a catalog, of which nothing is kept. */
    Served served(String environment, PuppetSettings.Probe probe) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("certname", probe.certname());
        body.put("environment", environment);
        body.put("persistence", Map.of("facts", false, "catalog", false));
        if (!probe.facts().isEmpty() || probe.role().isPresent()) {
            body.put("facts", Map.of("values", structured(probe.facts())));
        }
        probe.role().ifPresent(role -> {
            Map<String, Object> trusted = new LinkedHashMap<>();
            trusted.put("authenticated", "remote");
            trusted.put("certname", probe.certname());
            trusted.put("extensions", Map.of("pp_role", role));
            body.put("trusted_facts", Map.of("values", trusted));
        });
        Connection.Answer answer = connection.send("POST", CATALOG, Map.of(), Optional.of(CanonicalJson.write(body)));
        if (answer.status() != 200) {
            throw refusal(answer, "POST " + CATALOG);
        }
        Object catalog = PlainJson.readObject("the answer of " + answer.what(), answer.body())
                .get("catalog");
        if (!(catalog instanceof Map<?, ?> map) || map.get("version") == null) {
            throw new BaselinesException(
                    answer.what() + ": the answer has no catalog; is this a Puppet Server of version 7 or later?");
        }
        return new Served(String.valueOf(map.get("version")), baseline(map.get("resources")));
    }

    /** {@code os.family} is the part {@code family} of the fact {@code os}. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> structured(Map<String, String> facts) {
        Map<String, Object> values = new TreeMap<>();
        facts.forEach((name, value) -> {
            Map<String, Object> at = values;
            List<String> parts = List.of(name.split("[.]"));
            for (String part : parts.subList(0, parts.size() - 1)) {
                at = (Map<String, Object>) at.computeIfAbsent(part, key -> new TreeMap<String, Object>());
            }
            at.put(parts.get(parts.size() - 1), value);
        });
        return values;
    }

    private static Optional<String> baseline(Object resources) {
        if (resources instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> resource
                        && "Class".equals(resource.get("type"))
                        && "Node_hardening".equals(resource.get("title"))
                        && resource.get("parameters") instanceof Map<?, ?> parameters) {
                    return Optional.ofNullable(parameters.get("baseline")).map(String::valueOf);
                }
            }
        }
        return Optional.empty();
    }

    private static BaselinesException refusal(Connection.Answer answer, String rule) {
        return Refusal.of(
                answer,
                "auth.conf of the server needs a rule that allows " + rule + " to this client",
                "is this a Puppet Server of version 7 or later?");
    }
}
