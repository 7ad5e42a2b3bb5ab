package io.hallmark.puppetbridge.puppet;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.puppetbridge.ArtifactServer;
import io.hallmark.puppetbridge.Roles;
import io.hallmark.puppetbridge.ScratchRoot;
import io.hallmark.puppetbridge.node.NodeCheck;
import io.hallmark.puppetbridge.node.NodeInspection;
import io.hallmark.puppetbridge.node.NodeInspection.Outcome;
import io.hallmark.puppetbridge.node.NodeInspection.Verdict;
import io.hallmark.puppetbridge.node.ShellScript;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Puppet itself applies the rendered profiles, to a root file system that is thrown away. */
class PuppetApplyTest {
    @TempDir
    Path work;

    @TempDir
    Path control;

    private NodeRun puppet(ScratchRoot root, String role, boolean noop, int... exits) throws IOException {
        return PuppetApply.run(root, control, role, noop, exits);
    }

    /** A role whose database of AIDE is served. */
    private static HardeningProfile role(ArtifactServer server, String name) throws IOException {
        return Roles.read(server.serving("@@begin_db\n".getBytes(StandardCharsets.UTF_8), Roles.text(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {Roles.COMPUTE, Roles.CONTROLLER})
    void the_first_run_changes_the_second_changes_nothing_and_the_node_check_passes(String name) throws IOException {
        Tools.require("puppet");
        Tools.require("dpkg-deb");
        try (ScratchRoot root = ScratchRoot.over(work, control);
                ArtifactServer server = ArtifactServer.in(root, control)) {
            HardeningProfile profile = role(server, name);
            ControlRepository.write(control, profile);
            root.sh(ScratchRoot.NODE);
            assertThat(failing(root, profile)).isNotEmpty();

            NodeRun look = puppet(root, name, true, 0);
            assertThat(look.noop()).isTrue();
            assertThat(look.pending())
                    .contains("Package[telnet]")
                    .anyMatch(PuppetApplyTest::isTmp)
                    .hasSizeGreaterThan(15);
            assertThat(look.changed()).isZero();
            assertThat(failing(root, profile)).isNotEmpty();

            NodeRun first = puppet(root, name, false, 2);
            assertThat(first.state()).isEqualTo(NodeRun.State.APPLIED);
            assertThat(first.role()).contains(name);
            assertThat(first.baseline()).contains(ControlRepository.ORIGIN.baseline());
            assertThat(first.changed()).isGreaterThanOrEqualTo(look.pending().size());

            NodeRun second = puppet(root, name, false, 0);
            assertThat(second.changed()).isZero();
            assertThat(second.pending()).isEmpty();
            assertThat(second.state()).isEqualTo(NodeRun.State.APPLIED);

            assertThat(failing(root, profile)).isEmpty();
            assertThat(script(root, profile)).doesNotContain("FAIL");

            root.sh("sed -i '1i LABEL=old /tmp ext4 defaults 0 2' /etc/fstab; rm -f /etc/apparmor.d/force-complain/*");
            NodeRun drifted = puppet(root, name, true, 0);
            assertThat(drifted.state()).isEqualTo(NodeRun.State.PENDING);
            assertThat(drifted.pending()).anyMatch(PuppetApplyTest::isTmp);
            assertThat(failing(root, profile))
                    .extracting(outcome -> outcome.check().what())
                    .contains("/tmp in /etc/fstab");
        }
    }

    @Test
    void what_changed_is_taken_in_once_on_a_node_and_not_at_all_in_an_image() throws IOException {
        Tools.require("puppet");
        Tools.require("dpkg-deb");
        try (ScratchRoot root = ScratchRoot.over(work, control);
                ArtifactServer server = ArtifactServer.in(root, control)) {
            ControlRepository.write(control, role(server, Roles.COMPUTE), role(server, Roles.CONTROLLER));
            root.sh(ScratchRoot.NODE);
            puppet(root, Roles.COMPUTE, false, 2);
            assertThat(root.tree().resolve("var/log/taken-in")).doesNotExist();
            assertThat(Files.readString(root.tree().resolve("etc/libvirt/qemu.conf")))
                    .isEqualTo("# comment\nsecurity_driver = \"apparmor\"\n#security_default_confined = 1\n"
                            + "security_default_confined = 1\nsecurity_require_confined = 1\n");
            puppet(root, Roles.CONTROLLER, false, 2);
            assertThat(Files.readAllLines(root.tree().resolve("var/log/taken-in")))
                    .containsOnlyOnce("update-grub ")
                    .contains("sysctl --quiet --load /etc/sysctl.d/90-hallmark-net.ipv4.ip_forward.conf");
            assertThat(Files.readString(root.tree().resolve("etc/grub.d/10_linux")))
                    .isEqualTo(
                            "#!/bin/sh\nCLASS=\"--class gnu-linux --class gnu --class os --unrestricted\"\nif true; then\n"
                                    + "  CLASS=\"--class x ${CLASS}\"\nfi\n");
            assertThat(root.sh("sh /etc/grub.d/42_hallmark_password"))
                    .endsWith("set superusers=\"root\"\npassword_pbkdf2 root grub.pbkdf2.sha512.10000.0123.4567\n");
            assertThat(root.sh("grep -rl grub.pbkdf2 /var/tmp/puppet/var || :")).isEmpty();
        }
    }

    @Test
    void what_is_taken_out_of_a_profile_goes_from_the_node() throws IOException {
        Tools.require("puppet");
        Tools.require("dpkg-deb");
        ControlRepository.write(control, Roles.of(Roles.CONTROLLER));
        try (ScratchRoot root = ScratchRoot.over(work, control)) {
            root.sh(ScratchRoot.NODE);
            puppet(root, Roles.CONTROLLER, false, 2);
            HardeningProfile less = Roles.read(Roles.controllerWithLess());
            ControlRepository.write(control, less);
            root.sh("rm /var/log/taken-in; touch /etc/sysctl.d/90-local.conf /etc/modprobe.d/local.conf");
            assertThat(failing(root, less))
                    .extracting(outcome -> outcome.check().what())
                    .containsExactly("/etc/sysctl.d/90-hallmark-*.conf", "/etc/default/grub.d/90-hallmark-*.cfg");
            assertThat(script(root, less)).contains("FAIL  /etc/default/grub.d/90-hallmark-*.cfg");

            assertThat(puppet(root, Roles.CONTROLLER, true, 0).pending())
                    .containsExactlyInAnyOrder(
                            "Exec[node_hardening: no others of /etc/sysctl.d/90-hallmark-*.conf]",
                            "Exec[node_hardening: no others of /etc/default/grub.d/90-hallmark-*.cfg]");
            puppet(root, Roles.CONTROLLER, false, 2);

            assertThat(Roles.LEFT_OVER)
                    .noneMatch(path -> Files.exists(root.tree().resolve(path.substring(1))));
            assertThat(root.tree().resolve("etc/sysctl.d/90-local.conf")).exists();
            assertThat(root.tree().resolve("etc/modprobe.d/local.conf")).exists();
            assertThat(Files.readAllLines(root.tree().resolve("var/log/taken-in")))
                    .containsExactly("update-grub ");
            assertThat(failing(root, less)).isEmpty();
            assertThat(script(root, less)).doesNotContain("FAIL");
            assertThat(puppet(root, Roles.CONTROLLER, false, 0).changed()).isZero();
        }
    }

    private static boolean isTmp(String resource) {
        return resource.equals("Exec[node_hardening: /tmp in /etc/fstab]");
    }

    private static List<Outcome> failing(ScratchRoot root, HardeningProfile profile) {
        return NodeInspection.ofTree(root.tree()).judge(profile.checks()).stream()
                .filter(outcome -> outcome.verdict() == Verdict.FAILED)
                .toList();
    }

    /** What the printed script says of what the tree alone can tell. */
    private String script(ScratchRoot root, HardeningProfile profile) throws IOException {
        Path script = control.resolve("check.sh");
        Files.writeString(
                script,
                ShellScript.of(
                        profile.role(),
                        profile.checks().stream()
                                .filter(check -> check.moment() == NodeCheck.Moment.CONFIGURED)
                                .toList()));
        return root.run(Map.of(), "sh", script.toString()).output();
    }
}
