package io.hallmark.puppetbridge.profile;

import io.hallmark.baselines.document.Fields;
import io.hallmark.baselines.document.YamlValue;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tripwire compares files with a database that is signed with a key of the node, so that no build can make it: its policy is
 * all that is brought.
 */
public record Tripwire(Watched watched) implements Measure {
    static Tripwire read(YamlValue value) {
        Fields fields = Fields.of(value, "'tripwire'", Watched.FIELDS);
        Watched watched = Watched.read(fields);
        fields.done();
        return new Tripwire(watched);
    }

    Object write() {
        Map<String, Object> entry = new LinkedHashMap<>();
        watched.write(entry);
        return entry;
    }

    @Override
    public String name() {
        return "Tripwire";
    }

    @Override
    public List<String> ruleNames() {
        return List.of("install_hids");
    }

    @Override
    public List<NodeState> states(NodeType node) {
        return List.of(
                new NodeState.PackageInstalled("tripwire"),
                new NodeState.ManagedFile("/etc/tripwire/twpol.txt", "0600", policy(), List.of()),
                new NodeState.ManagedFile(
                        "/etc/cron.d/hallmark-tripwire",
                        "0644",
                        "# Written by Hallmark; changes are undone.\n@" + watched.schedule()
                                + " root test ! -x /usr/sbin/tripwire || /usr/sbin/tripwire --check --quiet\n",
                        List.of()));
    }

    private String policy() {
        StringBuilder text = new StringBuilder(
                "# Written by Hallmark; changes are undone. Take it in with 'twadmin --create-polfile'.\n@@section FS\n");
        text.append("(rulename = \"Hallmark\", severity = 100)\n{\n");
        watched.excludes().forEach(path -> text.append("  !").append(path).append(" ;\n"));
        // Permissions, owner, group, type, size and digests; neither inodes nor times.
        watched.paths().forEach(path -> text.append("  ").append(path).append(" -> +pugtsSH ;\n"));
        return text.append("}\n").toString();
    }
}
