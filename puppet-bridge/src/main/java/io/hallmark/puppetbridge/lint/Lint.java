package io.hallmark.puppetbridge.lint;

import io.hallmark.puppetbridge.profile.HardeningProfile;
import java.util.ArrayList;
import java.util.List;

/** Finds what a profile would break, before a node does. */
public final class Lint {
    private static final List<Rule> RULES = List.of(
            new MountRules(), new AccessControlRules(), new PackageRules(), new ModuleRules(), new BootLoaderRules());

    private Lint() {}

    /** One group of conflicts. */
    interface Rule {
        void look(HardeningProfile profile, List<Finding> findings);
    }

    /** What can be said of a profile by itself. */
    public static List<Finding> of(HardeningProfile profile) {
        List<Finding> findings = new ArrayList<>();
        RULES.forEach(rule -> rule.look(profile, findings));
        return findings;
    }

    /**
     * The same, and where it disagrees with what its nodes boot.
     *
     * @param commandLines of what its nodes boot, from baselines or an image description
     */
    public static List<Finding> of(HardeningProfile profile, List<CommandLine> commandLines) {
        List<Finding> findings = new ArrayList<>(of(profile));
        findings.addAll(BootAgreement.judge(profile, commandLines));
        return findings;
    }
}
