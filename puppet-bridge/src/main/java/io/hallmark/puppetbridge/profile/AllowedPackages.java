package io.hallmark.puppetbridge.profile;

import io.hallmark.puppetbridge.node.NodeCheck;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeType;
import java.util.List;

/**
 * The only packages that a node may have: what a stripped image was built from. It is checked, and never enforced: a tool that
 * removed what it doesn't know would take nodes down.
 */
public record AllowedPackages(List<String> packages) implements Measure {
    public AllowedPackages {
        packages = packages.stream().sorted().toList();
    }

    @Override
    public String name() {
        return "allow-list of packages";
    }

    @Override
    public List<String> ruleNames() {
        return List.of("hallmark_package_allow_list");
    }

    @Override
    public List<NodeState> states(NodeType node) {
        return List.of();
    }

    @Override
    public List<NodeCheck> checks(NodeType node) {
        return List.of(node.platform().onlyPackages(packages));
    }
}
