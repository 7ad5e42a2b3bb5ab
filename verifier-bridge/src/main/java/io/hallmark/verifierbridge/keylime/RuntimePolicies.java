package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.baselines.publish.ApprovedState;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runtime policies (IMA) that lie in the baselines repository and are approved like all in it. */
final class RuntimePolicies {
    private static final List<String> REQUIRED =
            List.of("meta", "release", "digests", "excludes", "keyrings", "ima", "ima-buf", "verification-keys");

    private RuntimePolicies() {}

    /**
     * All in a folder, signed.
     *
     * @throws BaselinesException when one is no policy that Keylime takes
     */
    static Map<String, PolicyContent> of(ApprovedState state, String folder, OwnNames names, Dsse signer) {
        Map<String, PolicyContent> policies = new LinkedHashMap<>();
        for (String path : state.files().list(folder)) {
            if (path.endsWith(".json")) {
                byte[] policy = state.files().require(path);
                check(path, policy);
                PolicyContent content =
                        PolicyContent.of(signer.sign(policy).envelope().getBytes(StandardCharsets.US_ASCII), List.of());
                if (policies.put(names.ofFile(path), content) != null) {
                    throw new BaselinesException(path + ": another file in " + folder
                            + " has the same name, and would be the same policy in Keylime: rename one");
                }
            }
        }
        return policies;
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
