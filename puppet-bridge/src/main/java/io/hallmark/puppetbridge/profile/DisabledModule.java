package io.hallmark.puppetbridge.profile;

import io.hallmark.puppetbridge.node.Expectation;
import io.hallmark.puppetbridge.node.NodeCheck;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeType;
import io.hallmark.puppetbridge.node.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A kernel module that is not loaded, neither by an alias nor by name. */
public record DisabledModule(String module) implements Measure {

    /** Where it is kept on a node. */
    public String file() {
        return "/etc/modprobe.d/hallmark-" + module + ".conf";
    }

    /** Whether file systems of a type need it. */
    public boolean mounts(String fstype) {
        return fstype.equals(module.replace('-', '_'));
    }

    @Override
    public String name() {
        return "disabled module " + module;
    }

    @Override
    public List<String> ruleNames() {
        return List.of(
                "kernel_module_" + module + "_disabled", "kernel_module_" + module.replace('_', '-') + "_disabled");
    }

    @Override
    public List<NodeState> states(NodeType node) {
        return List.of(new NodeState.ManagedFile(
                file(),
                "0644",
                "# Written by Hallmark; changes are undone.\ninstall " + module + " /bin/false\nblacklist " + module
                        + "\n",
                List.of()));
    }

    @Override
    public List<NodeCheck> checks(NodeType node) {
        List<NodeCheck> checks = new ArrayList<>(Measure.super.checks(node));
        checks.add(NodeCheck.running(
                "module " + module + " is not loaded",
                new Probe.Run(List.of("awk", "{ print $1 }", "/proc/modules"), Set.of(0)),
                new Expectation.LacksLine(module.replace('-', '_'))));
        return checks;
    }
}
