package io.hallmark.puppetbridge.profile;

import io.hallmark.baselines.document.Fields;
import io.hallmark.baselines.document.YamlValue;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Samhain watches files as a daemon. Its database is made on the node, by {@code samhain -t init}. */
public record Samhain(Watched watched) implements Measure {
    static Samhain read(YamlValue value) {
        Fields fields = Fields.of(value, "'samhain'", Watched.FIELDS);
        Watched watched = Watched.read(fields);
        fields.done();
        return new Samhain(watched);
    }

    Object write() {
        Map<String, Object> entry = new LinkedHashMap<>();
        watched.write(entry);
        return entry;
    }

    @Override
    public String name() {
        return "Samhain";
    }

    @Override
    public List<String> ruleNames() {
        return List.of("install_hids");
    }

    @Override
    public List<NodeState> states(NodeType node) {
        return List.of(
                new NodeState.PackageInstalled("samhain"),
                new NodeState.ManagedFile(
                        "/etc/samhain/samhainrc",
                        "0600",
                        configuration(),
                        List.of("systemctl", "try-reload-or-restart", "samhain.service")),
                new NodeState.Unit("samhain.service", NodeState.Unit.Enablement.ENABLED));
    }

    private String configuration() {
        StringBuilder text = new StringBuilder("# Written by Hallmark; changes are undone.\n[ReadOnly]\n");
        // The number is how many folders deep it goes; 99 is as deep as Samhain goes.
        watched.paths().forEach(path -> text.append("dir = 99").append(path).append('\n'));
        text.append("\n[IgnoreAll]\n");
        watched.excludes().forEach(path -> text.append("dir = -1").append(path).append('\n'));
        text.append("\n[Log]\nMailSeverity = none\nPrintSeverity = none\nLogSeverity = warn\nSyslogSeverity = alert\n");
        text.append("\n[Misc]\nDaemon = yes\nChecksumTest = check\nSetFilecheckTime = ")
                .append(watched.seconds())
                .append("\n\n[EOF]\n");
        return text.toString();
    }
}
