package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.TargetSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a target of the kind {@code keylime}.
 *
 * @param url of the verifier
 * @param credentials id of the credential with {@code ca.pem}, {@code cert.pem}, {@code key.pem} and, for an encrypted
 *     key, {@code key-password}
 * @param serverName that the verifier's certificate must be for, where that is not its address
 * @param policy that the verifier runs ({@code measured_boot_policy_name}): {@code hallmark} or {@code example}
 * @param names of the policies that belong to this target
 * @param agents which agent is held to which baseline
 * @param runtimePolicies folder of the baselines repository with runtime policies, as JSON
 * @param signWith id of the credential whose {@code key.pem}, an EC P-256 key, signs runtime policies
 * @param tpmPolicy what is done about the static policies of agents
 * @param patience for each request
 */
record KeylimeSettings(
        String name,
        URI url,
        String credentials,
        Optional<String> serverName,
        String policy,
        OwnNames names,
        AgentRules agents,
        Optional<String> runtimePolicies,
        Optional<String> signWith,
        TpmPolicySettings tpmPolicy,
        Duration patience) {
    static final String HALLMARK = "hallmark";
    static final String EXAMPLE = "example";
    private static final int PATIENCE = 60;
    private static final String PREFIX = "[a-z0-9][a-z0-9_-]{0,62}";

    /** @throws BaselinesException with line and column of a wrong field */
    static KeylimeSettings of(TargetSettings settings) {
        URI url = address(settings, "url", settings.text("url"));
        String credentials = settings.text("credentials");
        Optional<String> serverName = settings.optionalText("server-name");
        String policy = settings.choice("policy", List.of(HALLMARK, EXAMPLE), HALLMARK);
        String prefix = settings.optionalText("prefix").orElse(HALLMARK);
        if (!prefix.matches(PREFIX)) {
            throw settings.refuse(
                    "prefix", "'" + prefix + "' is no prefix: use lower-case letters, digits, '_' and '-', at most 63");
        }
        AgentRules agents = AgentRules.of(settings, "agents");
        Optional<String> runtime = settings.optionalText("runtime-policies");
        Optional<String> signWith = settings.optionalText("sign-with");
        if (runtime.isPresent() && signWith.isEmpty()) {
            throw settings.refuse(
                    "runtime-policies",
                    "'runtime-policies' needs 'sign-with', the credential whose key.pem signs them");
        }
        TpmPolicySettings tpmPolicy = TpmPolicySettings.of(settings, agents);
        Duration patience = Duration.ofSeconds(settings.number("timeout", 1, 3600, PATIENCE));
        settings.done();
        return new KeylimeSettings(
                settings.name(),
                url,
                credentials,
                serverName,
                policy,
                new OwnNames(prefix),
                agents,
                runtime,
                signWith,
                tpmPolicy,
                patience);
    }

    static URI address(TargetSettings settings, String field, String text) {
        try {
            URI uri = URI.create(text);
            boolean plain = "https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            if (plain) {
                return URI.create("https://" + uri.getRawAuthority());
            }
        } catch (IllegalArgumentException e) {
            // The text may hold a password that somebody put into it, so it is not repeated.
        }
        throw settings.refuse(
                field,
                "'" + field
                        + "' must be https://HOST:PORT, without a path or a user (verifiers of Keylime listen on 8881, registrars on 8891)");
    }
}
