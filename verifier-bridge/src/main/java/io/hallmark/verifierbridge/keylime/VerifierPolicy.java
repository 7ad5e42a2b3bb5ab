package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.verifierbridge.keylime.client.PolicyProbe.Finding;
import java.util.List;

/** What follows from the policy that a verifier runs, if that can be told. */
final class VerifierPolicy {
    private VerifierPolicy() {}

    /** Refuses to publish reference states that the verifier's policy can't read: every node would be refused by it. */
    static void requireReadable(Finding finding, String expected) {
        if (finding instanceof Finding.JudgedBy judged && !judged.policy().equals(expected)) {
            throw new BaselinesException("the verifier runs the policy '" + judged.policy()
                    + "' (measured_boot_policy_name), and 'policy' of the target is '" + expected
                    + "': with such reference states it would refuse every node; make both the same");
        }
    }

    /** Warnings for people, about a verifier that takes policies and does not hold nodes to them. */
    static List<String> warnings(Finding finding, String expected) {
        if (finding instanceof Finding.NotJudged) {
            return List.of(
                    "warning: the verifier accepted a boot that no policy allows, so nodes are not held to what was"
                            + " published: it runs the policy 'accept-all', or evaluates policies once only, and both are its"
                            + " defaults; set measured_boot_policy_name = " + expected
                            + " and measured_boot_evaluate = always in"
                            + " its verifier.conf");
        }
        if (finding instanceof Finding.Unknown unknown) {
            return List.of("warning: it can't be told whether the verifier holds nodes to what was published: "
                    + unknown.reason());
        }
        return List.of();
    }
}
