package io.hallmark.puppetbridge.puppet;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.puppetbridge.Roles;
import org.junit.jupiter.api.Test;

class OsHardeningKeysTest {
    private static String render(String role) {
        return OsHardeningKeys.render(Roles.of(role), ControlRepository.ORIGIN)
                .files()
                .get("data/os_hardening/" + role + ".yaml")
                .text();
    }

    @Test
    void takes_over_what_the_module_has_parameters_for_and_names_all_else() {
        assertThat(render(Roles.CONTROLLER))
                .endsWith("""
                        ---
                        "os_hardening::unwanted_packages": [telnet, talk]
                        "os_hardening::disable_filesystems": [cramfs, squashfs]
                        "os_hardening::enable_ipv4_forwarding": false
                        """)
                .contains("# left to node_hardening: mount /tmp\n")
                .contains("# left to node_hardening: sysctl kernel.kptr_restrict\n")
                .doesNotContain("left to node_hardening: sysctl net.ipv4.ip_forward\n");
    }

    @Test
    void a_squashfs_root_keeps_its_module_whatever_the_defaults_of_the_module_are() {
        assertThat(render(Roles.COMPUTE))
                .contains("\"os_hardening::disable_filesystems\": [cramfs, udf]\n")
                .contains("# left to node_hardening: disabled module usb-storage\n");
    }
}
