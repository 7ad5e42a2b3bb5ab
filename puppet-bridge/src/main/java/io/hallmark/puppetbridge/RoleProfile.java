package io.hallmark.puppetbridge;

import io.hallmark.puppetbridge.lint.Finding;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import java.util.List;

/**
 * The profile of a role, held against what its nodes boot.
 *
 * @param profile with the root hashes of the boot chain, where it leaves them to it
 * @param findings of lint, errors and warnings
 */
public record RoleProfile(HardeningProfile profile, List<Finding> findings) {
    public RoleProfile {
        findings = List.copyOf(findings);
    }

    /** Those that forbid to render it. */
    public List<Finding> errors() {
        return findings.stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .toList();
    }
}
