package io.hallmark.puppetbridge.profile;

import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeState.Unit.Enablement;
import io.hallmark.puppetbridge.node.NodeType;
import java.util.List;

/** Whether a unit of systemd is started. */
public record ServiceMeasure(String unit, Enablement enablement) implements Measure {
    @Override
    public String name() {
        return "service " + unit;
    }

    @Override
    public List<String> ruleNames() {
        int dot = unit.lastIndexOf('.');
        return List.of(
                "service_" + unit.substring(0, dot) + (enablement == Enablement.ENABLED ? "_enabled" : "_disabled"));
    }

    @Override
    public List<NodeState> states(NodeType node) {
        return List.of(new NodeState.Unit(unit, enablement));
    }
}
