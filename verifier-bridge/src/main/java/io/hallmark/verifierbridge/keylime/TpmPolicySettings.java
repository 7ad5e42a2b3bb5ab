package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.verifierbridge.keylime.tpmpolicy.Mixtures;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What is done about the {@code tpm_policy} of agents.
 *
 * @param registrar where their keys are asked for; there when agents are enrolled anew
 * @param registrarName that the registrar's certificate must be for, where that is not its address
 * @param runtimePolicies which agent has which runtime policy, for those that have one
 */
record TpmPolicySettings(
        Use use,
        Mixtures mixtures,
        Optional<URI> registrar,
        Optional<String> registrarName,
        AgentRules runtimePolicies) {

    /** What is done. */
    enum Use {
        /** Nothing. */
        NONE,
        /** It is told which agents have another one than their baseline says. */
        RENDER,
        /** These are enrolled anew. */
        ENROL
    }

    static TpmPolicySettings of(TargetSettings settings, AgentRules agents) {
        List<String> words = List.of("none", "render", "enrol");
        Use use = Use.values()[words.indexOf(settings.choice("tpm-policy", words, "none"))];
        Optional<URI> registrar = settings.optionalText("registrar-url")
                .map(text -> KeylimeSettings.address(settings, "registrar-url", text));
        if (use == Use.ENROL && registrar.isEmpty()) {
            throw settings.refuse(
                    "tpm-policy", "'tpm-policy: enrol' needs 'registrar-url', where the keys of agents are asked for");
        }
        if (use != Use.NONE && agents.isEmpty()) {
            throw settings.refuse(
                    "tpm-policy", "'tpm-policy' needs 'agents', which tells which agent is held to which baseline");
        }
        return new TpmPolicySettings(
                use,
                Mixtures.of(settings),
                registrar,
                settings.optionalText("registrar-server-name"),
                AgentRules.ofPolicies(settings, "agent-runtime-policies"));
    }
}
