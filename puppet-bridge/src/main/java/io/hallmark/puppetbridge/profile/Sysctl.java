package io.hallmark.puppetbridge.profile;

import io.hallmark.puppetbridge.node.Expectation;
import io.hallmark.puppetbridge.node.NodeCheck;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeType;
import io.hallmark.puppetbridge.node.Probe;
import java.util.ArrayList;
import java.util.List;

/** A setting of the kernel, in a file of its own, so that one that is wrong hides no other. */
public record Sysctl(String key, String value) implements Measure {

    /** Where it is kept on a node. */
    public String file() {
        return "/etc/sysctl.d/90-hallmark-" + key + ".conf";
    }

    @Override
    public String name() {
        return "sysctl " + key;
    }

    @Override
    public List<String> ruleNames() {
        return List.of("sysctl_" + key.replace('.', '_'));
    }

    @Override
    public List<NodeState> states(NodeType node) {
        return List.of(new NodeState.ManagedFile(
                file(),
                "0644",
                "# Written by Hallmark; changes are undone.\n" + key + " = " + value + "\n",
                List.of("sysctl", "--quiet", "--load", file())));
    }

    @Override
    public List<NodeCheck> checks(NodeType node) {
        List<NodeCheck> checks = new ArrayList<>(Measure.super.checks(node));
        checks.add(NodeCheck.running(
                key + " in the kernel",
                new Probe.ReadFile("/proc/sys/" + key.replace('.', '/')),
                new Expectation.Value(value)));
        return checks;
    }
}
