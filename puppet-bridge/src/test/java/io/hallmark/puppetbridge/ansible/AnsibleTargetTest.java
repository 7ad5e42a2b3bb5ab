package io.hallmark.puppetbridge.ansible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.Settings;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.SecretFolder;
import io.hallmark.baselines.publish.Target;
import io.hallmark.puppetbridge.Programs;
import io.hallmark.puppetbridge.Roles;
import io.hallmark.puppetbridge.ScratchRoot;
import io.hallmark.puppetbridge.States;
import io.hallmark.puppetbridge.process.Machine;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target of kind ansible: what it plans, applies and reads back, on nodes behind a real SSH server. */
class AnsibleTargetTest {
    private static final String ROLE = """
            schema: hallmark/hardening/v1
            role: edge
            platform: debian
            updates: packages
            applied-in: node
            mounts:
              - {path: /tmp, device: tmpfs, fstype: tmpfs, options: [rw, noexec, nodev, nosuid]}
            modules-disabled: [cramfs]
            """;
    private static final String FLEET = "schema: hallmark/fleet/v1\nroles:\n  edge: [127.0.0.1]\n";

    @TempDir
    Path work;

    @TempDir
    Path shared;

    @TempDir
    Path secrets;

    @Test
    void nodes_are_planned_applied_and_read_back_over_ssh() throws IOException {
        InstalledAnsible.programs();
        Tools.require("dropbear");
        Tools.require("ip");
        String key = sshNode();
        try (ScratchRoot root = ScratchRoot.over(work, shared)) {
            root.sh("mkdir -p /root/.ssh; cp " + shared
                    + "/key.pub /root/.ssh/authorized_keys; chmod 700 /root /root/.ssh; chmod 600 /root/.ssh/authorized_keys;"
                    + " rm -f /etc/fstab /root/.bashrc /root/.bash_profile /root/.profile");
            Process server = serve(root);
            WatchedMachine machine = WatchedMachine.in(root, shared);
            try (Target target = target(machine, "user: root\n    credentials: prod\n")) {
                ApprovedState state = state(Map.of("hardening/edge.yaml", ROLE, "fleet.yaml", FLEET));

                PlanItem item = target.plan(state).get(0);
                assertThat(item.action()).isEqualTo(PlanItem.Action.UPDATE);
                assertThat(item.name()).isEqualTo("hardening/edge.yaml");
                assertThat(item.words())
                        .contains(
                                "Rows of /etc/fstab (/tmp) on 1 of 1 hosts",
                                "Files have their content (/etc/modprobe.d/hallmark-cramfs.conf) on 1 of 1 hosts");
                assertThat(root.tree().resolve("etc/fstab")).doesNotExist();
                assertThatThrownBy(() -> target.readBack(item))
                        .isInstanceOf(BaselinesException.class)
                        .hasMessageContaining("would change again")
                        .hasMessageContaining("/etc/fstab");

                assertThat(target.apply(item)).isEqualTo("1 of 1 hosts changed");
                assertThat(target.readBack(item))
                        .hasValueSatisfying(held ->
                                assertThat(held).isEqualTo(item.content().orElseThrow()));
                assertThat(root.tree().resolve("etc/fstab"))
                        .hasContent("tmpfs /tmp tmpfs rw,noexec,nodev,nosuid 0 0\n");
                assertThat(target.plan(state)).extracting(PlanItem::action).containsExactly(PlanItem.Action.KEEP);
            } finally {
                server.destroyForcibly();
            }
            assertThat(machine.modes).containsEntry("env/ssh_key", "rw-------");
            machine.left.forEach((path, content) -> {
                if (!path.equals("env/ssh_key")) {
                    assertThat(content).as(path).doesNotContain(key);
                }
            });
            assertThat(machine.started.toString()).doesNotContain(key);
        }
    }

    /** An SSH server in the network of the scratch root, which has nobody else in it. */
    private Process serve(ScratchRoot root) throws IOException {
        root.sh("ip link set lo up");
        List<String> command = new ArrayList<>(root.entering());
        command.addAll(List.of(
                "env",
                "-i",
                "PATH=" + ScratchRoot.PATH,
                "dropbear",
                "-F",
                "-E",
                "-s",
                "-r",
                shared + "/host_key",
                "-p",
                "127.0.0.1:22"));
        Process server = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("dropbear.log").toFile())
                .start();
        for (int i = 0; i < 600 && !listening(root) && server.isAlive(); i++) {
            root.sh("sleep 0.1");
        }
        return server;
    }

    private static boolean listening(ScratchRoot root) {
        return root.sh("cat /proc/net/tcp").contains("0100007F:0016");
    }

    /** Keys of the node and of who gets onto it; returns a line of the private one. */
    private String sshNode() throws IOException {
        Path folder = Files.createDirectories(secrets.resolve("prod"));
        Path key = folder.resolve("ssh_key");
        assertThat(Programs.run(
                                work,
                                List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", key.toString()))
                        .exit())
                .isZero();
        Files.copy(folder.resolve("ssh_key.pub"), shared.resolve("key.pub"));
        String host = Programs.run(
                        work,
                        List.of(
                                "dropbearkey",
                                "-t",
                                "ed25519",
                                "-f",
                                shared.resolve("host_key").toString()))
                .output()
                .lines()
                .filter(line -> line.startsWith("ssh-ed25519 "))
                .findFirst()
                .orElseThrow();
        Files.writeString(folder.resolve("known_hosts"), "127.0.0.1 " + host + "\n");
        return Files.readAllLines(key).get(2);
    }

    @Test
    void a_host_key_that_is_not_known_keeps_a_run_away() throws IOException {
        InstalledAnsible.programs();
        Tools.require("dropbear");
        Tools.require("ip");
        sshNode();
        Files.writeString(secrets.resolve("prod/known_hosts"), "");
        try (ScratchRoot root = ScratchRoot.over(work, shared)) {
            Process server = serve(root);
            try (Target target = target(WatchedMachine.in(root, shared), "user: root\n    credentials: prod\n")) {
                assertThatThrownBy(() -> target.plan(state(Map.of("hardening/edge.yaml", ROLE, "fleet.yaml", FLEET))))
                        .isInstanceOf(BaselinesException.class)
                        .hasMessageContaining("not reached were 127.0.0.1")
                        .hasMessageContaining("Host key verification failed");
            } finally {
                server.destroyForcibly();
            }
        }
    }

    @Test
    void a_role_of_images_is_not_run_on_nodes_and_that_is_said() {
        ApprovedState state = state(Map.of("hardening/compute.yaml", Roles.text(Roles.COMPUTE), "fleet.yaml", FLEET));
        Target target = target(WatchedMachine.here(work), "");
        assertThat(target.plan(state)).isEmpty();
        assertThat(target.settle(state, List.of()))
                .singleElement()
                .asString()
                .startsWith("role compute is applied while its image is built");
        assertThat(target(WatchedMachine.here(work), "roles: [compute]\n").plan(state))
                .extracting(PlanItem::action)
                .containsExactly(PlanItem.Action.REFUSED);
    }

    @Test
    void a_role_without_hosts_is_refused_with_the_place_to_name_them() {
        ApprovedState state =
                state(Map.of("hardening/edge.yaml", ROLE, "fleet.yaml", "roles: {compute: [node1.test]}\n"));
        PlanItem item = target(WatchedMachine.here(work), "").plan(state).get(0);
        assertThat(item.action()).isEqualTo(PlanItem.Action.REFUSED);
        assertThat(item.words()).containsExactly("no host has role edge in fleet.yaml");
    }

    @Test
    void a_secret_that_the_profile_needs_is_asked_for_by_name() {
        ApprovedState state = state(Map.of(
                "hardening/controller.yaml",
                Roles.text(Roles.CONTROLLER),
                "fleet.yaml",
                "roles: {controller: [node1.test]}\n"));
        assertThatThrownBy(() -> target(WatchedMachine.here(work), "").plan(state))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("needs secret 'grub_password'");
        assertThatThrownBy(() ->
                        target(WatchedMachine.here(work), "credentials: prod\n").plan(state))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("prod/grub_password");
    }

    @Test
    void hosts_of_an_inventory_of_ones_own_are_those_of_the_group_and_below() throws IOException {
        InstalledAnsible.programs();
        Path inventory = work.resolve("hosts.yml");
        Files.writeString(
                inventory,
                "all: {children: {edges: {hosts: {a.test: {}}, children: {far: {hosts: {'b[1:2].test': {}}}}}}}\n");
        WatchedMachine machine = WatchedMachine.here(shared);
        assertThat(io.hallmark.puppetbridge.ansible.runner.InventoryQuery.hosts(
                        machine, inventory.toString(), "edges", java.time.Duration.ofMinutes(2)))
                .containsExactly("a.test", "b1.test", "b2.test");
        assertThatThrownBy(() -> io.hallmark.puppetbridge.ansible.runner.InventoryQuery.hosts(
                        machine, inventory.toString(), "others", java.time.Duration.ofMinutes(2)))
                .hasMessageContaining("has no group 'others'");
    }

    @Test
    void settings_that_say_two_things_are_refused() {
        assertThatThrownBy(
                        () -> target(WatchedMachine.here(work), "fleet: a.yaml\n    inventory: /etc/ansible/hosts\n"))
                .hasMessageContaining("not both");
        assertThatThrownBy(() -> target(WatchedMachine.here(work), "groups: {edge: edges}\n"))
                .hasMessageContaining("'inventory', which is not given");
        assertThatThrownBy(() -> target(WatchedMachine.here(work), "inventory: hosts\n"))
                .hasMessageContaining("an absolute path");
        assertThatThrownBy(() -> target(WatchedMachine.here(work), "user: a b\n"))
                .hasMessageContaining("'user'");
        assertThatThrownBy(() -> target(WatchedMachine.here(work), "usr: root\n"))
                .hasMessageContaining("usr");
    }

    private Target target(Machine machine, String fields) {
        String text = "targets:\n  nodes:\n    kind: ansible\n" + (fields.isEmpty() ? "" : "    " + fields);
        Settings settings = Settings.read("hallmark.yaml", text.getBytes(StandardCharsets.UTF_8));
        return new AnsibleKind(machine).open(settings.targets().get(0), new SecretFolder(secrets));
    }

    private static ApprovedState state(Map<String, String> texts) {
        return States.of("1".repeat(40), texts);
    }
}
