package io.hallmark.verifierbridge.keylime.client;

import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.PlainJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a verifier tells of how an agent was enrolled, which is less than enrolling takes: not its keys, not the names of
 * its policies, not its revocation key. The payload's key is told, and left alone as the secret that it is.
 *
 * @param members of the verifier's answer, by their names there
 */
public record Enrolment(Map<String, Object> members) {
    private static final List<String> TOLD = List.of(
            "ip",
            "port",
            "verifier_ip",
            "verifier_port",
            "meta_data",
            "accept_tpm_hash_algs",
            "accept_tpm_encryption_algs",
            "accept_tpm_signing_algs",
            "has_mb_refstate",
            "has_runtime_policy");

    /** Every agent with mutual TLS speaks it, and a verifier only ever raises it ({@code update_agent_api_version}). */
    private static final String LEAST_VERSION = "2.1";

    public Enrolment {
        members = Map.copyOf(members);
    }

    /** From the verifier's answer. */
    public static Enrolment of(Map<String, Object> results) {
        Map<String, Object> told = new LinkedHashMap<>();
        TOLD.stream().filter(results::containsKey).forEach(member -> told.put(member, results.get(member)));
        return new Enrolment(told);
    }

    /** From what {@link #text} wrote. */
    public static Enrolment read(String name, String text) {
        return of(PlainJson.readObject(name, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** As JSON, without secrets. */
    public String text() {
        Map<String, Object> ordered = new LinkedHashMap<>();
        TOLD.stream().filter(members::containsKey).forEach(member -> ordered.put(member, members.get(member)));
        return CanonicalJson.write(ordered);
    }

    public boolean hasRuntimePolicy() {
        return isSet("has_runtime_policy");
    }

    public boolean hasMeasuredBootPolicy() {
        return isSet("has_mb_refstate");
    }

    /** Whether the verifier calls the agent, rather than the agent the verifier. */
    public boolean called() {
        return members.get("ip") instanceof String;
    }

    /** The body that enrols the agent anew ({@code AgentsHandler.post} of Keylime 7.14). */
    Map<String, Object> body(RegisteredAgent keys, Policies policies) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("v", Optional.empty());
        body.put("cloudagent_ip", member("ip"));
        body.put("cloudagent_port", member("port"));
        for (String verifier : List.of("verifier_ip", "verifier_port")) {
            if (members.containsKey(verifier)) {
                body.put(verifier, members.get(verifier));
            }
        }
        body.put("tpm_policy", policies.tpmPolicy());
        body.put("metadata", members.getOrDefault("meta_data", "{}"));
        body.put("mb_policy", Optional.empty());
        body.put("mb_policy_name", policies.measuredBoot());
        body.put("runtime_policy", "");
        body.put("runtime_policy_name", policies.runtime().orElse(""));
        body.put("runtime_policy_key", "");
        body.put("ima_sign_verification_keys", "");
        body.put("revocation_key", "");
        for (String list : List.of("accept_tpm_hash_algs", "accept_tpm_encryption_algs", "accept_tpm_signing_algs")) {
            body.put(list, members.getOrDefault(list, List.of()));
        }
        body.put("ak_tpm", keys.attestationKey());
        body.put("mtls_cert", keys.certificate().<Object>map(text -> text).orElse(Optional.empty()));
        body.put("supported_version", LEAST_VERSION);
        return body;
    }

    private Object member(String name) {
        return members.getOrDefault(name, Optional.empty());
    }

    private boolean isSet(String name) {
        return members.get(name) instanceof BigDecimal number && number.signum() != 0;
    }

    /**
     * The policies that an agent is enrolled with.
     *
     * @param tpmPolicy JSON
     * @param measuredBoot name
     * @param runtime name
     */
    public record Policies(String tpmPolicy, String measuredBoot, Optional<String> runtime) {}
}
