package io.hallmark.puppetbridge.puppet;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.puppetbridge.Programs.Answer;
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
    /** A role as it can be applied without a network: nothing is fetched. */
    private static HardeningProfile role(String name) {
        return Roles.read(Roles.text(name).replaceAll("\n  database: .*", ""));
    }

    @TempDir
    Path work;

    @TempDir
    Path control;

    private NodeRun puppet(ScratchRoot root, String role, boolean noop, int... exits) throws IOException {
        Answer answer = root.run(
                Map.of("FACTER_node_role", role),
                "puppet",
                "apply",
                noop ? "--noop" : "--no-noop",
                "--detailed-exitcodes",
                "--color=false",
                "--confdir=/var/tmp/puppet",
                "--vardir=/var/tmp/puppet/var",
                "--environmentpath=" + control,
                "--environment=production",
                "-e",
                "include node_hardening");
        assertThat(exits).as(answer.output()).contains(answer.exit());
        return RunReport.read(
                "last_run_report.yaml",
                Files.readAllBytes(root.tree().resolve("var/tmp/puppet/var/state/last_run_report.yaml")));
    }

    @ParameterizedTest
    @ValueSource(strings = {Roles.COMPUTE, Roles.CONTROLLER})
    void the_first_run_changes_the_second_changes_nothing_and_the_node_check_passes(String name) throws IOException {
        Tools.require("puppet");
        Tools.require("dpkg-deb");
        HardeningProfile profile = role(name);
        ControlRepository.write(control, profile);
        try (ScratchRoot root = ScratchRoot.over(work, control)) {
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
        ControlRepository.write(control, role(Roles.COMPUTE), role(Roles.CONTROLLER));
        try (ScratchRoot root = ScratchRoot.over(work, control)) {
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
