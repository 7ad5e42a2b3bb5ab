package io.hallmark.puppetbridge.ansible;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.puppetbridge.ansible.runner.RunnerJob;
import io.hallmark.puppetbridge.ansible.runner.RunnerSecrets;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a run gets from the credential of its target. */
final class AccessToNodes {
    private AccessToNodes() {}

    /**
     * Reads {@code ssh_key}, {@code ssh_passphrase}, {@code become_password} and {@code known_hosts}, as far as they are
     * there, and a part of its own name for each secret of the profile.
     *
     * @throws BaselinesException when a secret of the profile is missing
     */
    static RunnerJob.Access of(AnsibleSettings settings, SecretStore secrets, HardeningProfile profile) {
        Optional<String> id = settings.credentials();
        Map<String, String> ofNodes = new TreeMap<>();
        for (NodeState state : profile.states()) {
            if (state instanceof NodeState.SecretFile file) {
                String from = id.orElseThrow(() -> new BaselinesException("role " + profile.role() + " needs secret '"
                        + file.secret() + "' for " + file.path() + ": name 'credentials' of target '" + settings.name()
                        + "' that have it"));
                ofNodes.put(file.secret(), text(secrets.require(from, file.secret())));
            }
        }
        return new RunnerJob.Access(
                settings.user(),
                part(secrets, id, "known_hosts"),
                new RunnerSecrets(
                        part(secrets, id, "ssh_key").map(AccessToNodes::withLineEnd),
                        part(secrets, id, "ssh_passphrase").map(AccessToNodes::text),
                        part(secrets, id, "become_password").map(AccessToNodes::text),
                        ofNodes));
    }

    private static Optional<byte[]> part(SecretStore secrets, Optional<String> id, String part) {
        return id.flatMap(known -> secrets.read(known, part));
    }

    private static String text(byte[] secret) {
        return new String(secret, StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
    }

    /** ssh-add refuses a key whose last line has no end. */
    private static byte[] withLineEnd(byte[] key) {
        return (text(key) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
