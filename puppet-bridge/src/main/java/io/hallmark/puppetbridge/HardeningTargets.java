package io.hallmark.puppetbridge;

import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.puppetbridge.chef.ChefKind;
import java.util.List;

/** The kinds of targets that this module knows. A new tool is registered here. */
public final class HardeningTargets {
    private static final List<TargetKind> ALL = List.of(new ChefKind());

    private HardeningTargets() {}

    public static List<TargetKind> all() {
        return ALL;
    }
}
