package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.baselines.publish.ApprovedState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runtime policies (IMA) that lie in the baselines repository and are approved like all in it. */
final class RuntimePolicies {
    private static final List<String> REQUIRED =
            List.of("meta", "release", "digests", "excludes", "keyrings", "ima", "ima-buf", "verification-keys");

    private RuntimePolicies() {}

    /**
     * All in a folder, signed, by their policies' names. What stands against one file is said of it, and keeps no other
     * policy out; a file whose name makes no name of a policy stands under its path.
     */
    static Map<String, PolicyContent> of(ApprovedState state, String folder, OwnNames names, Dsse signer) {
        Map<String, List<String>> files = new LinkedHashMap<>();
        Map<String, PolicyContent> policies = new LinkedHashMap<>();
        for (String path : state.files().list(folder)) {
            if (path.endsWith(".json")) {
                try {
                    files.computeIfAbsent(names.ofFile(path), name -> new ArrayList<>())
                            .add(path);
                } catch (BaselinesException e) {
                    policies.put(path, refused(path + ": " + e.getMessage()));
                }
            }
        }
        files.forEach((name, paths) -> policies.put(
                name,
                paths.size() == 1
                        ? content(state, paths.get(0), signer)
                        : refused(String.join(", ", paths) + " would all be the policy " + name
                                + " in Keylime: rename all but one")));
        return policies;
    }

    private static PolicyContent content(ApprovedState state, String path, Dsse signer) {
        byte[] policy = state.files().require(path);
        try {
            check(path, policy);
        } catch (BaselinesException e) {
            return refused(e.getMessage());
        }
        return PolicyContent.of(signer.sign(policy).envelope().getBytes(StandardCharsets.US_ASCII), List.of());
    }

    private static PolicyContent refused(String reason) {
        return new PolicyContent(Optional.empty(), List.of(reason));
    }

    /** Keylime answers with an error of its own to some of these, and stores others. */
    static void check(String path, byte[] policy) {
        Map<String, Object> json = PlainJson.readObject(path, policy);
        for (String member : REQUIRED) {
            if (!json.containsKey(member)) {
                throw new BaselinesException(path + " is no runtime policy of Keylime: it has no '" + member
                        + "'; make it with 'hallmark rootfs --runtime-policy' or 'keylime-policy create runtime'");
            }
        }
    }
}
