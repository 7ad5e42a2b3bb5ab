package io.hallmark.puppetbridge.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.puppetbridge.Roles;
import io.hallmark.puppetbridge.node.Expectation;
import io.hallmark.puppetbridge.node.NodeCheck;
import io.hallmark.puppetbridge.node.NodeState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HardeningProfileTest {
    @ParameterizedTest
    @ValueSource(strings = {Roles.COMPUTE, Roles.CONTROLLER})
    void what_is_read_is_written_in_the_same_bytes(String role) {
        assertThat(new String(Roles.of(role).toYaml(), StandardCharsets.UTF_8)).isEqualTo(Roles.text(role));
    }

    @ParameterizedTest
    @ValueSource(strings = {Roles.COMPUTE, Roles.CONTROLLER})
    void names_of_measures_and_states_are_unique_and_every_measure_can_be_checked(String role) {
        HardeningProfile profile = Roles.of(role);
        assertThat(profile.measures()).extracting(Measure::name).doesNotHaveDuplicates();
        assertThat(profile.states()).extracting(NodeState::name).doesNotHaveDuplicates();
        assertThat(profile.measures())
                .allSatisfy(
                        measure -> assertThat(measure.checks(profile.node())).isNotEmpty());
    }

    @Test
    void maps_are_written_sorted_whatever_order_they_were_read_in() {
        String text = "role: a\nplatform: debian\nupdates: packages\nsysctls: {kernel.b: \"1\", kernel.a: \"1\"}\n";
        assertThat(new String(Roles.read(text).toYaml(), StandardCharsets.UTF_8))
                .contains("sysctls:\n  kernel.a: \"1\"\n  kernel.b: \"1\"\n");
    }

    @Test
    void errors_name_line_and_column_and_the_nearest_name() {
        refused(Roles.text(Roles.COMPUTE).replace("fstype: ext4, options", "fstyp: ext4, options"))
                .hasMessageContaining("role.yaml:11:")
                .hasMessageContaining("did you mean 'fstype'?");
        refused(Roles.text(Roles.COMPUTE).replace("modules-disabled", "modules-disable"))
                .hasMessage("role.yaml:31:1: unknown field 'modules-disable' in the hardening profile; did you mean"
                        + " 'modules-disabled'? (known: schema, role, platform, updates, applied-in, boots, mounts,"
                        + " apparmor, selinux, svirt, packages, sysctls, modules-disabled, services,"
                        + " kernel-parameters, verity, boot-loader, aide, samhain, tripwire, wazuh, network-alerts)");
        refused(Roles.text(Roles.COMPUTE).replace("mode: complain", "mode: complian"))
                .hasMessageContaining("unknown mode of a profile 'complian'")
                .hasMessageContaining("did you mean 'complain'?");
    }

    @Test
    void nothing_that_a_shell_or_template_would_take_for_more_than_text_gets_in() {
        String compute = Roles.text(Roles.COMPUTE);
        refused(compute.replace("size=2G", "\"size=2G,exec\"")).hasMessageContaining("is not a mount option");
        refused(compute.replace("size=2G", "\"size=$(id)\"")).hasMessageContaining("is not a mount option");
        refused(compute.replace("audit=1", "\"audit=1' quiet\"")).hasMessageContaining("is not a kernel parameter");
        refused(compute.replace("kernel.kptr_restrict: \"2\"", "kernel.kptr_restrict: \"2\\n3\""))
                .hasMessageContaining("is not the value of a sysctl");
        refused(compute.replace("path: /tmp", "path: /tmp/../etc")).hasMessageContaining("goes through '.' or '..'");
        refused(compute.replace("file: usr.sbin.chronyd", "file: \"..\""))
                .hasMessageContaining("is not the name of a file in /etc/apparmor.d");
        refused(compute.replace("telnet,", "\"telnet;id\",")).hasMessageContaining("is not the name of a package");
        refused(compute.replace("/usr/sbin/chronyd", "\"/usr/sbin/{{x}} y\"")).hasMessageContaining("AppArmor profile");
    }

    @Test
    void a_measure_that_stands_twice_is_refused() {
        refused(Roles.text(Roles.COMPUTE).replace("path: /dev/shm", "path: /tmp"))
                .hasMessageContaining("role.yaml:10:5: 'mount /tmp' stands twice");
        refused(Roles.text(Roles.COMPUTE).replace("talk, nis", "talk, talk"))
                .hasMessageContaining("'absent package talk' stands twice");
    }

    @Test
    void what_is_to_be_enforced_does_not_complain_by_its_own_file() {
        assertThat(Roles.of(Roles.COMPUTE).checks())
                .filteredOn(check -> check.expectation() instanceof Expectation.NoFlag)
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.what()).isEqualTo("flags in /etc/apparmor.d/usr.sbin.chronyd");
                    assertThat(check.moment()).isEqualTo(NodeCheck.Moment.CONFIGURED);
                });
    }

    @Test
    void a_secret_stands_by_name_alone() {
        refused(Roles.text(Roles.CONTROLLER).replace("grub_password", "grub.pbkdf2.sha512.10000.AAAA"))
                .hasMessageContaining("is not the name of a secret");
        assertThat(Roles.of(Roles.CONTROLLER).states())
                .filteredOn(NodeState.SecretFile.class::isInstance)
                .singleElement()
                .extracting(state -> ((NodeState.SecretFile) state).secret())
                .isEqualTo("grub_password");
    }

    @Test
    void the_command_line_of_nodes_that_boot_images_is_left_to_the_image() {
        assertThat(Roles.of(Roles.COMPUTE).states())
                .noneMatch(state -> state.name().contains("grub"));
        assertThat(Roles.of(Roles.CONTROLLER).states())
                .contains(new NodeState.ManagedFile(
                        "/etc/default/grub.d/90-hallmark-audit_1.cfg",
                        "0644",
                        "# Written by Hallmark; changes are undone.\n"
                                + "GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX audit=1\"\n",
                        List.of("update-grub")));
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(String text) {
        return assertThatThrownBy(() -> Roles.read(text)).isInstanceOf(BaselinesException.class);
    }
}
