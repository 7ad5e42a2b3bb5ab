package io.hallmark.verifierbridge.keylime.client;

import io.hallmark.baselines.BaselinesException;
import java.util.Optional;

/**
 * What a registrar knows of an agent.
 *
 * @param attestationKey TPM2B_PUBLIC in Base64; the registrar has made sure that it is of the agent's TPM
 * @param certificate that the agent shows to the verifier, PEM; empty when it has none
 */
public record RegisteredAgent(String attestationKey, Optional<String> certificate) {

    /** Asks a registrar; empty when it does not know the agent, or has not seen its key proven. */
    public static Optional<RegisteredAgent> ask(KeylimeServer registrar, String id) {
        Reply reply = registrar.call("GET", "agents/" + Agents.checked(id));
        if (reply.status() == 404) {
            return Optional.empty();
        }
        var results = reply.orFail().results();
        String key = Reply.text(results, "aik_tpm")
                .orElseThrow(() -> BaselinesException.remote(
                        reply.what() + ": the answer has no 'aik_tpm'; is this a Keylime registrar?", null));
        return Optional.of(new RegisteredAgent(
                key, Reply.text(results, "mtls_cert").filter(text -> text.startsWith("-----BEGIN CERTIFICATE-----"))));
    }
}
