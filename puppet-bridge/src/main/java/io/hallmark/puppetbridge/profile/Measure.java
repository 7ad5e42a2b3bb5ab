package io.hallmark.puppetbridge.profile;

import io.hallmark.puppetbridge.node.NodeCheck;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeType;
import io.hallmark.puppetbridge.rules.Rule;
import io.hallmark.puppetbridge.rules.RuleTable;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that a hardening guide asks for. Each kind is one file, with its fields, the rules that it serves and what a
 * node looks like that has it; {@link Sections} says where it stands in the document.
 */
public sealed interface Measure
        permits Mount,
                AppArmorProfile,
                Selinux,
                Svirt,
                AbsentPackage,
                AllowedPackages,
                Sysctl,
                DisabledModule,
                ServiceMeasure,
                KernelParameter,
                VerityDevice,
                BootLoaderPassword,
                Aide,
                Samhain,
                Tripwire,
                Wazuh,
                NetworkAlerts {
    /** How messages and reports call it, unique within a profile: {@code mount /tmp}, {@code sysctl kernel.kptr_restrict}. */
    String name();

    /** Names that rules for it would have; those that the recorded table knows count. */
    List<String> ruleNames();

    /** What configuration management has to bring about; empty for what an image alone can bring. */
    List<NodeState> states(NodeType node);

    /** How to see on a node that the measure holds. At least one. */
    default List<NodeCheck> checks(NodeType node) {
        List<NodeCheck> checks = new ArrayList<>();
        states(node).forEach(state -> checks.addAll(state.checks(node.platform())));
        return checks;
    }

    /** The rules that it serves, from the recorded table. */
    default List<Rule> rules() {
        return RuleTable.recorded().named(ruleNames());
    }
}
