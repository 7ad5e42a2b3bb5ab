package io.hallmark.puppetbridge;

import io.hallmark.baselines.delivery.Host;
import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.puppetbridge.ansible.AnsibleKind;
import io.hallmark.puppetbridge.chef.ChefKind;
import io.hallmark.puppetbridge.process.Machine;
import io.hallmark.puppetbridge.puppet.PuppetKind;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The kinds of targets that this module knows. A new tool of configuration management is registered here. */
public final class HardeningTargets {
    private HardeningTargets() {}

    /**
     * @param cacheDirectory for what kinds keep between runs, such as clones
     * @param host that publishes
     * @param machine that programs run on
     */
    public static List<TargetKind> all(Path cacheDirectory, Host host, Machine machine) {
        return List.of(
                new AnsibleKind(machine),
                new ChefKind(),
                new PuppetKind(cacheDirectory, host, machine),
                new HardeningGitKind(cacheDirectory, host));
    }

    /**
     * Those of them that run on nodes themselves, and so can be confined to some.
     *
     * @param progress hears what runs tell, line by line, from other threads
     */
    public static List<TargetKind> ofNodes(Machine machine, Scope scope, Consumer<String> progress) {
        return List.of(new AnsibleKind(machine, scope, progress));
    }
}
