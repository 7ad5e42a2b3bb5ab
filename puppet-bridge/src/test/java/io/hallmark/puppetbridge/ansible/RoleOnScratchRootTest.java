package io.hallmark.puppetbridge.ansible;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.puppetbridge.ArtifactServer;
import io.hallmark.puppetbridge.Roles;
import io.hallmark.puppetbridge.ScratchRoot;
import io.hallmark.puppetbridge.ansible.runner.RunOutcome;
import io.hallmark.puppetbridge.ansible.runner.RunnerEvent;
import io.hallmark.puppetbridge.node.NodeInspection;
import io.hallmark.puppetbridge.node.NodeInspection.Outcome;
import io.hallmark.puppetbridge.node.NodeInspection.Verdict;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.render.Origin;
import io.hallmark.puppetbridge.render.RenderedFiles;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The role as Ansible applies it, on root file systems that are thrown away. */
class RoleOnScratchRootTest {
    private static final Origin ORIGIN = new Origin("0123456789012345678901234567890123456789");
    private static final String SECRET = RoleRun.SECRET;

    /** No systemd runs in the tree: what only it could do is written down, and what files can tell is done. */
    private static final String SYSTEMCTL = """
            cat >/usr/local/sbin/systemctl <<'END'
            #!/bin/sh
            echo "systemctl $*" >>/var/log/taken-in
            case $1 in
              daemon-reload | try-*) exit 0 ;;
              enable | disable | mask) verb=$1; shift; [ "$1" != --now ] || shift; exec /usr/bin/systemctl "$verb" "$@" ;;
              *) exec /usr/bin/systemctl "$@" ;;
            esac
            END
            chmod 755 /usr/local/sbin/systemctl
            """;

    @TempDir
    Path work;

    @TempDir
    Path shared;

    private final List<RunnerEvent> events = new ArrayList<>();

    @Test
    void the_profile_of_an_image_is_applied_to_its_tree_and_nothing_is_taken_in() throws IOException {
        appliesOnce(Roles.COMPUTE, root -> {
            assertThat(read(root, "var/log/taken-in").lines())
                    .allMatch(line -> line.matches("systemctl (is-enabled|enable|disable|mask) [a-z.-]+"));
            assertThat(read(root, "etc/libvirt/qemu.conf"))
                    .isEqualTo("# comment\n#security_default_confined = 1\nsecurity_driver = \"apparmor\"\n"
                            + "security_default_confined = 1\nsecurity_require_confined = 1\n");
        });
    }

    @Test
    void the_profile_of_a_node_is_applied_and_taken_in_once() throws IOException {
        appliesOnce(Roles.CONTROLLER, root -> {
            assertThat(read(root, "var/log/taken-in").lines())
                    .containsOnlyOnce(
                            "update-grub ",
                            "systemctl try-reload-or-restart suricata.service",
                            "systemctl try-reload-or-restart apparmor.service")
                    .contains("systemctl enable --now samhain.service", "systemctl mask cups.service")
                    .contains("sysctl --quiet --load /etc/sysctl.d/90-hallmark-net.ipv4.ip_forward.conf");
            assertThat(read(root, "etc/grub.d/10_linux"))
                    .isEqualTo(
                            "#!/bin/sh\nCLASS=\"--class gnu-linux --class gnu --class os --unrestricted\"\nif true; then\n"
                                    + "  CLASS=\"--class x ${CLASS}\"\nfi\n");
            assertThat(root.sh("sh /etc/grub.d/42_hallmark_password"))
                    .endsWith("set superusers=\"root\"\npassword_pbkdf2 root " + SECRET + "\n");
        });
    }

    @Test
    void what_is_taken_out_of_a_profile_goes_from_the_node() throws IOException {
        programs();
        try (ScratchRoot root = ScratchRoot.over(work, shared)) {
            root.sh(ScratchRoot.NODE);
            root.sh(SYSTEMCTL);
            WatchedMachine machine = WatchedMachine.in(root, shared);
            succeeded(run(machine, Roles.of(Roles.CONTROLLER), false));
            HardeningProfile less = Roles.read(Roles.controllerWithLess());
            root.sh("rm /var/log/taken-in; touch /etc/sysctl.d/90-local.conf /etc/modprobe.d/local.conf");
            assertThat(failing(root, less))
                    .extracting(outcome -> outcome.check().what())
                    .containsExactly("/etc/sysctl.d/90-hallmark-*.conf", "/etc/default/grub.d/90-hallmark-*.cfg");
            List<String> gone = Roles.LEFT_OVER.stream()
                    .map(path -> "Files of earlier profiles are gone (" + path + ")")
                    .toList();

            assertThat(succeeded(run(machine, less, true)).changes())
                    .extracting(RunOutcome.Change::what)
                    .containsAll(gone);
            assertThat(succeeded(run(machine, less, false)).changes())
                    .extracting(RunOutcome.Change::what)
                    .containsAll(gone);

            assertThat(Roles.LEFT_OVER)
                    .noneMatch(path -> Files.exists(root.tree().resolve(path.substring(1))));
            assertThat(root.tree().resolve("etc/sysctl.d/90-local.conf")).exists();
            assertThat(root.tree().resolve("etc/modprobe.d/local.conf")).exists();
            assertThat(read(root, "var/log/taken-in").lines().filter(line -> !line.startsWith("systemctl is-enabled")))
                    .containsExactly("update-grub ");
            assertThat(failing(root, less)).isEmpty();
            assertThat(succeeded(run(machine, less, false)).changes()).isEmpty();
        }
    }

    @Test
    void a_folder_in_the_place_of_a_link_that_must_not_be_there_keeps_all_that_is_in_it() throws IOException {
        programs();
        try (ScratchRoot root = ScratchRoot.over(work, shared)) {
            root.sh(ScratchRoot.NODE);
            root.sh(SYSTEMCTL);
            root.sh(
                    "mkdir -p /etc/apparmor.d/disable/usr.sbin.chronyd; touch /etc/apparmor.d/disable/usr.sbin.chronyd/a"
                            + "");
            HardeningProfile guarded = Roles.read("role: guarded\nplatform: debian\nupdates: packages\napparmor:\n"
                    + "  - {profile: /usr/sbin/chronyd, file: usr.sbin.chronyd, mode: enforce}\n");
            RunOutcome.Succeeded run = succeeded(run(WatchedMachine.in(root, shared), guarded, false));
            assertThat(root.tree().resolve("etc/apparmor.d/disable/usr.sbin.chronyd/a"))
                    .exists();
            assertThat(run.changes()).isEmpty();
        }
    }

    private interface Look {
        void at(ScratchRoot root) throws IOException;
    }

    private static void programs() {
        InstalledAnsible.programs();
        Tools.require("dpkg-deb");
        Tools.require(Files.isDirectory(Path.of("/usr/lib/python3/dist-packages/apt")), "Debian's package python3-apt");
    }

    private void appliesOnce(String name, Look look) throws IOException {
        programs();
        try (ScratchRoot root = ScratchRoot.over(work, shared);
                ArtifactServer server = ArtifactServer.in(root, shared)) {
            byte[] database = "@@begin_db\n".getBytes(StandardCharsets.UTF_8);
            HardeningProfile profile = Roles.read(server.serving(database, Roles.text(name)));
            root.sh(ScratchRoot.NODE);
            root.sh(SYSTEMCTL);
            root.sh(
                    "mkdir -p /etc/apparmor.d/disable; ln -s ../usr.sbin.chronyd /etc/apparmor.d/disable/usr.sbin.chronyd");
            WatchedMachine machine = WatchedMachine.in(root, shared);
            List<Outcome> before = failing(root, profile);
            assertThat(before).isNotEmpty();

            RunOutcome.Succeeded check = succeeded(run(machine, profile, true));
            assertThat(check.changes())
                    .extracting(RunOutcome.Change::what)
                    .contains(
                            "Packages that must be absent are purged (Debian)",
                            "Files have their content (/etc/sysctl.d/90-hallmark-kernel.kptr_restrict.conf)",
                            "Rows of /etc/fstab (/tmp)");
            assertThat(failing(root, profile)).as("check mode changes nothing").isEqualTo(before);

            RunOutcome.Succeeded first = succeeded(run(machine, profile, false));
            assertThat(first.changes())
                    .extracting(RunOutcome.Change::what)
                    .containsAll(check.changes().stream()
                            .map(RunOutcome.Change::what)
                            .toList());
            assertThat(failing(root, profile)).isEmpty();
            look.at(root);

            RunOutcome.Succeeded second = succeeded(run(machine, profile, false));
            assertThat(second.changes()).isEmpty();
            assertThat(second.changedAnything()).isFalse();
            assertThat(failing(root, profile)).isEmpty();

            assertNoSecretLeft(machine);
            root.sh("sed -i '1i LABEL=old /tmp ext4 defaults 0 2' /etc/fstab; rm -f /etc/apparmor.d/force-complain/*");
            assertThat(failing(root, profile))
                    .extracting(outcome -> outcome.check().what())
                    .contains("/tmp in /etc/fstab");
            assertThat(succeeded(run(machine, profile, true)).changes())
                    .extracting(RunOutcome.Change::what)
                    .contains("Second rows of /etc/fstab are gone (/tmp)")
                    .doesNotContain("Rows of /etc/fstab (/tmp)");
        }
    }

    /** Only the file that hands the secret over has it, and nobody else may read that. */
    private void assertNoSecretLeft(WatchedMachine machine) {
        assertThat(events).isNotEmpty();
        assertThat(events.toString()).doesNotContain(SECRET);
        assertThat(machine.started.toString()).doesNotContain(SECRET);
        machine.left.forEach((path, content) -> {
            if (!path.equals("env/extravars")) {
                assertThat(content).as(path).doesNotContain(SECRET);
            }
        });
        assertThat(machine.left).containsKey("artifacts/role-apply/command");
        assertThat(machine.modes).containsEntry("", "rwx------").containsEntry("env/extravars", "rw-------");
        machine.folders.forEach(folder -> assertThat(Path.of(folder)).doesNotExist());
    }

    private static RunOutcome.Succeeded succeeded(RunOutcome outcome) {
        assertThat(outcome).as(outcome.words()).isInstanceOf(RunOutcome.Succeeded.class);
        return (RunOutcome.Succeeded) outcome;
    }

    private RunOutcome run(WatchedMachine machine, HardeningProfile profile, boolean check) {
        SortedMap<String, Content> project =
                new TreeMap<>(new AnsibleRendering().render(profile, ORIGIN).files());
        project.putAll(NodeHardeningRole.files().files());
        return RoleRun.of(machine, profile.role(), new RenderedFiles(project), check, events::add);
    }

    private static List<Outcome> failing(ScratchRoot root, HardeningProfile profile) {
        return NodeInspection.ofTree(root.tree()).judge(profile.checks()).stream()
                .filter(outcome -> outcome.verdict() == Verdict.FAILED)
                .toList();
    }

    private static String read(ScratchRoot root, String path) throws IOException {
        return Files.readString(root.tree().resolve(path));
    }
}
