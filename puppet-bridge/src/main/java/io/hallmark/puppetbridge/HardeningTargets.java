package io.hallmark.puppetbridge;

import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.puppetbridge.ansible.AnsibleKind;
import io.hallmark.puppetbridge.process.LocalMachine;
import java.util.List;

/** The kinds of targets that this module knows. A new tool is registered here. */
public final class HardeningTargets {
    private static final List<TargetKind> ALL = List.of(new AnsibleKind(new LocalMachine()));

    private HardeningTargets() {}

    public static List<TargetKind> all() {
        return ALL;
    }
}
