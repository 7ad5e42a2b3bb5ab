package io.hallmark.puppetbridge.profile;

import io.hallmark.baselines.document.Fields;
import io.hallmark.baselines.document.Quoted;
import io.hallmark.baselines.document.YamlValue;
import io.hallmark.puppetbridge.node.Expectation;
import io.hallmark.puppetbridge.node.NodeCheck;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeType;
import io.hallmark.puppetbridge.node.Probe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * SELinux. The mode takes effect with the next boot: a file system without labels can't be enforced on as it runs.
 *
 * @param enforcing else it only logs
 * @param policy its type: {@code targeted}
 * @param booleans of the policy, by name
 */
public record Selinux(boolean enforcing, String policy, Map<String, Boolean> booleans) implements Measure {
    public Selinux {
        booleans = Collections.unmodifiableMap(new TreeMap<>(booleans));
    }

    static Selinux read(YamlValue value) {
        Fields fields = Fields.of(value, "'selinux'", List.of("mode", "policy", "booleans"));
        boolean enforcing =
                Choice.read(fields.required("mode"), "mode of SELinux", List.of(true, false), Selinux::label);
        String policy = Form.POLICY.of(fields.required("policy"));
        Map<String, Boolean> booleans = new TreeMap<>();
        fields.optional("booleans").ifPresent(given -> {
            YamlValue.Mapping mapping = given.asMapping();
            mapping.values().forEach((name, on) -> {
                Form.BOOLEAN.of(new YamlValue.Scalar(mapping.keys().get(name), name));
                booleans.put(name, on(on));
            });
        });
        fields.done();
        return new Selinux(enforcing, policy, booleans);
    }

    private static boolean on(YamlValue value) {
        return switch (value.asText()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw YamlValue.error(value.source(), Quoted.of(value.asText()) + " is neither true nor false");
        };
    }

    private static String label(boolean enforcing) {
        return enforcing ? "enforcing" : "permissive";
    }

    Object write() {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("mode", label(enforcing));
        entry.put("policy", policy);
        if (!booleans.isEmpty()) {
            entry.put("booleans", new TreeMap<String, Object>(booleans));
        }
        return entry;
    }

    @Override
    public String name() {
        return "SELinux";
    }

    @Override
    public List<String> ruleNames() {
        List<String> names = new ArrayList<>(List.of("selinux_not_disabled", "selinux_policytype"));
        if (enforcing) {
            names.add(0, "selinux_state");
        }
        return names;
    }

    @Override
    public List<NodeState> states(NodeType node) {
        List<NodeState> states = new ArrayList<>();
        states.add(new NodeState.ManagedFile(
                "/etc/selinux/config",
                "0644",
                "# Written by Hallmark; changes are undone.\nSELINUX=" + label(enforcing) + "\nSELINUXTYPE=" + policy
                        + "\n",
                List.of()));
        booleans.forEach((name, on) -> states.add(new NodeState.SelinuxBoolean(name, on)));
        return states;
    }

    @Override
    public List<NodeCheck> checks(NodeType node) {
        List<NodeCheck> checks = new ArrayList<>(Measure.super.checks(node));
        checks.add(NodeCheck.running(
                "SELinux is " + label(enforcing),
                new Probe.ReadFile("/sys/fs/selinux/enforce"),
                new Expectation.Value(enforcing ? "1" : "0")));
        return checks;
    }
}
