package io.hallmark.puppetbridge.lint;

import io.hallmark.puppetbridge.profile.DisabledModule;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.profile.Mount;
import io.hallmark.puppetbridge.profile.Sysctl;
import io.hallmark.puppetbridge.profile.VerityDevice;
import java.util.List;
import java.util.Set;

/** Kernel modules that are kept from loading, and are needed. */
final class ModuleRules implements Lint.Rule {
    private static final Set<String> VERITY_MODULES = Set.of("dm_verity", "dm_mod");

    @Override
    public void look(HardeningProfile profile, List<Finding> findings) {
        for (DisabledModule disabled : profile.all(DisabledModule.class)) {
            String module = disabled.module().replace('-', '_');
            for (Mount mount : profile.all(Mount.class)) {
                if (disabled.mounts(mount.fstype())) {
                    findings.add(Finding.error(
                            disabled.name(),
                            "the file system at " + mount.path() + " is " + mount.fstype()
                                    + ", and a node could not mount it; keep the module, and note the rule as waived"));
                }
            }
            if (VERITY_MODULES.contains(module)
                    && !profile.all(VerityDevice.class).isEmpty()) {
                findings.add(Finding.error(disabled.name(), "dm-verity needs it"));
            }
        }
        for (Sysctl sysctl : profile.all(Sysctl.class)) {
            if (sysctl.key().equals("kernel.modules_disabled") && sysctl.value().equals("1")) {
                findings.add(Finding.warning(
                        sysctl.name(),
                        "once it is set, nothing loads a module until the next boot: what is first used later (a file system of"
                                + " a removable disk, a firewall's match, a tunnel) must be in /etc/modules-load.d"));
            }
        }
    }
}
