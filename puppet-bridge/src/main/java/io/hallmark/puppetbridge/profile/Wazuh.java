package io.hallmark.puppetbridge.profile;

import io.hallmark.baselines.document.Fields;
import io.hallmark.baselines.document.YamlValue;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What agents of OSSEC or Wazuh watch, in the shared configuration of a group of them. It lies on their manager, so it
 * belongs into the profile of the manager's role.
 *
 * @param group of agents
 */
public record Wazuh(String group, Watched watched) implements Measure {
    static Wazuh read(YamlValue value) {
        List<String> names = new ArrayList<>(Watched.FIELDS);
        names.add(0, "group");
        Fields fields = Fields.of(value, "'wazuh'", names);
        String group = fields.name("group");
        Watched watched = Watched.read(fields);
        fields.done();
        return new Wazuh(group, watched);
    }

    Object write() {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("group", group);
        watched.write(entry);
        return entry;
    }

    @Override
    public String name() {
        return "Wazuh";
    }

    @Override
    public List<String> ruleNames() {
        return List.of("install_hids");
    }

    @Override
    public List<NodeState> states(NodeType node) {
        return List.of(new NodeState.ManagedFile(
                "/var/ossec/etc/shared/" + group + "/agent.conf", "0644", configuration(), List.of()));
    }

    /** Paths have none of the characters that mean something in XML: their form forbids it. */
    private String configuration() {
        StringBuilder text =
                new StringBuilder("<!-- Written by Hallmark; changes are undone. -->\n<agent_config>\n  <syscheck>\n");
        text.append("    <disabled>no</disabled>\n    <frequency>")
                .append(watched.seconds())
                .append("</frequency>\n");
        for (String path : watched.paths()) {
            text.append("    <directories check_all=\"yes\">").append(path).append("</directories>\n");
        }
        watched.excludes()
                .forEach(path -> text.append("    <ignore>").append(path).append("</ignore>\n"));
        return text.append("  </syscheck>\n</agent_config>\n").toString();
    }
}
