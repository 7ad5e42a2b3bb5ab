package io.hallmark.puppetbridge;

import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.puppetbridge.ansible.AnsibleKind;
import io.hallmark.puppetbridge.chef.ChefKind;
import io.hallmark.puppetbridge.process.Machine;
import java.util.List;

/** The kinds of targets that this module knows. A new tool of configuration management is registered here. */
public final class HardeningTargets {
    private HardeningTargets() {}

    /** @param machine that programs run on */
    public static List<TargetKind> all(Machine machine) {
        return List.of(new AnsibleKind(machine), new ChefKind());
    }
}
