package io.hallmark.puppetbridge.profile;

import io.hallmark.baselines.document.Fields;
import io.hallmark.baselines.document.YamlValue;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeType;
import io.hallmark.puppetbridge.node.Platform;
import java.util.List;
import java.util.Map;

/**
 * sVirt: libvirt confines each virtual machine with mandatory access control, and refuses to start one unconfined.
 *
 * @param driver {@code apparmor} or {@code selinux}
 */
public record Svirt(String driver) implements Measure {
    /** What libvirt can confine with. */
    static final List<String> DRIVERS = List.of("apparmor", "selinux");

    private static final String FILE = "/etc/libvirt/qemu.conf";

    static Svirt read(YamlValue value) {
        Fields fields = Fields.of(value, "'svirt'", List.of("driver"));
        String driver = Choice.read(fields.required("driver"), "driver", DRIVERS, name -> name);
        fields.done();
        return new Svirt(driver);
    }

    Object write() {
        return Map.of("driver", driver);
    }

    @Override
    public String name() {
        return "sVirt";
    }

    @Override
    public List<String> ruleNames() {
        return List.of("hallmark_svirt");
    }

    @Override
    public List<NodeState> states(NodeType node) {
        // RHEL 9 and its kin have a daemon for each hypervisor in place of one for all.
        String daemon = node.platform() == Platform.REDHAT ? "virtqemud.service" : "libvirtd.service";
        List<String> restart = List.of("systemctl", "try-restart", daemon);
        return List.of(
                new NodeState.Setting(FILE, "security_driver", " = ", "\"" + driver + "\"", restart),
                new NodeState.Setting(FILE, "security_default_confined", " = ", "1", restart),
                new NodeState.Setting(FILE, "security_require_confined", " = ", "1", restart));
    }
}
