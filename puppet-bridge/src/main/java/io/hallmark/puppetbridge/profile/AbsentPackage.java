package io.hallmark.puppetbridge.profile;

import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeType;
import java.util.List;
import java.util.Map;

/** A package that no node of the role has. */
public record AbsentPackage(String packageName) implements Measure {
    /** Rules name packages as RHEL does; Debian calls some of them otherwise. */
    private static final Map<String, String> RULE_NAMES = Map.of(
            "tftpd-hpa", "tftp-server",
            "tftpd", "tftp-server",
            "rsh-client", "rsh",
            "rsh-redone-client", "rsh",
            "avahi-daemon", "avahi");

    @Override
    public String name() {
        return "absent package " + packageName;
    }

    @Override
    public List<String> ruleNames() {
        return List.of("package_" + RULE_NAMES.getOrDefault(packageName, packageName) + "_removed");
    }

    @Override
    public List<NodeState> states(NodeType node) {
        return List.of(new NodeState.PackageAbsent(packageName));
    }
}
