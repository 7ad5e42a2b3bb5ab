package io.hallmark.puppetbridge.profile;

import io.hallmark.puppetbridge.node.Expectation;
import io.hallmark.puppetbridge.node.NodeCheck;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeType;
import io.hallmark.puppetbridge.node.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A setting of the kernel, in a file of its own, so that one that is wrong hides no other. */
public record Sysctl(String key, String value) implements Measure {
    /** Values that recorded rules accept, as regular expressions: those of ComplianceAsCode's rules, and stricter ones. */
    private static final Map<String, String> ACCEPTED = Map.ofEntries(
            Map.entry("fs.protected_hardlinks", "1"),
            Map.entry("fs.protected_symlinks", "1"),
            Map.entry("kernel.dmesg_restrict", "1"),
            Map.entry("kernel.kexec_load_disabled", "1"),
            Map.entry("kernel.kptr_restrict", "[12]"),
            Map.entry("kernel.modules_disabled", "1"),
            Map.entry("kernel.randomize_va_space", "2"),
            Map.entry("kernel.unprivileged_bpf_disabled", "1"),
            Map.entry("kernel.yama.ptrace_scope", "[123]"),
            Map.entry("net.ipv4.conf.all.rp_filter", "1"),
            Map.entry("net.ipv4.ip_forward", "0"));

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
        return value.matches(ACCEPTED.getOrDefault(key, "")) ? List.of("sysctl_" + key.replace('.', '_')) : List.of();
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
