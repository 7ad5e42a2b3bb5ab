package io.hallmark.puppetbridge.profile;

import io.hallmark.baselines.document.Fields;
import io.hallmark.baselines.document.YamlValue;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Alerts of a sensor on a provisioning network: DHCP, TFTP and HTTP boot from anybody but the approved servers, and of
 * anything but the approved files. The rules keep to what Suricata and Snort both understand. They alert and block nothing;
 * encrypted boot is not looked into.
 *
 * @param revision of the rules, 1 to 999999; to be raised when they change
 * @param dhcpServers addresses, at least one
 */
public record NetworkAlerts(
        Engine engine, int revision, List<String> dhcpServers, Optional<Serving> tftp, Optional<Serving> http)
        implements Measure {

    /** What runs on the sensor. */
    public enum Engine {
        SURICATA("suricata"),
        SNORT("snort");

        private final String label;

        Engine(String label) {
            this.label = label;
        }

        /** The name in documents. */
        public String label() {
            return label;
        }
    }

    /**
     * What may be served, and by whom.
     *
     * @param servers addresses, at least one
     * @param files as nodes ask for them, at least one
     */
    public record Serving(List<String> servers, List<String> files) {
        public Serving {
            servers = List.copyOf(servers);
            files = List.copyOf(files);
        }
    }

    public NetworkAlerts {
        dhcpServers = List.copyOf(dhcpServers);
    }

    /** The rules as a sensor takes them, each of which names the approved baseline. */
    public String rules(String baseline) {
        return ProvisioningRules.of(this, Optional.of(baseline));
    }

    static NetworkAlerts read(YamlValue value) {
        Fields fields =
                Fields.of(value, "'network-alerts'", List.of("engine", "revision", "dhcp-servers", "tftp", "http"));
        Engine engine = Choice.read(fields.required("engine"), "engine", Arrays.asList(Engine.values()), Engine::label);
        int revision = Fields.number(fields.required("revision"), 1, 999_999);
        fields.required("dhcp-servers");
        List<String> servers = fields.filled("dhcp-servers", Form.ADDRESS::of).orElseThrow();
        Optional<Serving> tftp = fields.optional("tftp").map(given -> serving(given, "'tftp'", false));
        Optional<Serving> http = fields.optional("http").map(given -> serving(given, "'http'", true));
        fields.done();
        return new NetworkAlerts(engine, revision, servers, tftp, http);
    }

    private static Serving serving(YamlValue value, String what, boolean fromTheRoot) {
        Fields fields = Fields.of(value, what, List.of("servers", "files"));
        fields.required("servers");
        List<String> servers = fields.filled("servers", Form.ADDRESS::of).orElseThrow();
        fields.required("files");
        List<String> files = fields.filled("files", file -> {
                    String path = Form.BOOT_FILE.of(file);
                    if (fromTheRoot && !path.startsWith("/")) {
                        throw YamlValue.error(file.source(), "a path of HTTP begins with '/'");
                    }
                    return path;
                })
                .orElseThrow();
        fields.done();
        return new Serving(servers, files);
    }

    Object write() {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("engine", engine.label());
        entry.put("revision", revision);
        entry.put("dhcp-servers", dhcpServers);
        tftp.ifPresent(serving -> entry.put("tftp", write(serving)));
        http.ifPresent(serving -> entry.put("http", write(serving)));
        return entry;
    }

    private static Object write(Serving serving) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("servers", serving.servers());
        entry.put("files", serving.files());
        return entry;
    }

    @Override
    public String name() {
        return "network alerts";
    }

    @Override
    public List<String> ruleNames() {
        return List.of("hallmark_provisioning_alerts");
    }

    @Override
    public List<NodeState> states(NodeType node) {
        return List.of(new NodeState.ManagedFile(
                "/etc/" + engine.label() + "/rules/hallmark-provisioning.rules",
                "0644",
                ProvisioningRules.of(this, Optional.empty()),
                List.of("systemctl", "try-reload-or-restart", engine.label() + ".service")));
    }
}
