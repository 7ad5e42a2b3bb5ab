package io.hallmark.puppetbridge.ansible.runner;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a run must know and nobody else. It reaches ansible-runner through files of the private folder alone.
 *
 * @param sshKey a private key in OpenSSH's form
 * @param sshPassphrase of the key
 * @param becomePassword for sudo on the nodes
 * @param ofNodes secrets that nodes get, by name
 */
public record RunnerSecrets(
        Optional<byte[]> sshKey,
        Optional<String> sshPassphrase,
        Optional<String> becomePassword,
        Map<String, String> ofNodes) {
    /** For nodes that the machine gets onto by itself. */
    public static final RunnerSecrets NONE =
            new RunnerSecrets(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

    public RunnerSecrets {
        ofNodes = Collections.unmodifiableMap(new TreeMap<>(ofNodes));
    }

    /** Nothing of it. */
    @Override
    public String toString() {
        return "RunnerSecrets[…]";
    }
}
