package io.hallmark.puppetbridge.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.puppetbridge.node.NodeInspection.Outcome;
import io.hallmark.puppetbridge.node.NodeInspection.Verdict;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the inspection judges and what the script prints is the same. */
class NodeCheckTest {
    private static final List<String> TEXTS = List.of(
            "",
            "\n",
            "a",
            "a\n",
            "a\n\n",
            "  a \t b\n",
            "a b\n",
            "b\na\n",
            "it's\n",
            "-e\n",
            "secret=\n",
            "a = b\n",
            "a = b\nab = c\n a = d\n#a = e\n",
            "a = b\na\t=c\n",
            "a=c\na = b\n",
            "a = b\na = b\n",
            "secret=x\n",
            "/dev/x /tmp tmpfs rw,noexec 0 0\n",
            "/dev/x /tmp tmpfs rw,noexec,nodev 0 0\n",
            "/dev/x /tmp tmpfs rw,noexec,nodev 0 0\n/dev/y /tmp ext4 rw 0 0\n",
            "#/dev/x /tmp tmpfs rw,noexec,nodev 0 0\n",
            "/dev/x /tmp tmpfs rw,noexecutive,nodev 0 0\n",
            "/dev/x /tmp tmpfs\n",
            "/dev/x /tmp tmpfs\n/dev/x /tmp tmpfs rw 0 0\n",
            "/dev/x /tmp tmpfs rw 0 0\n/dev/x /tmp\n",
            " #/dev/y /tmp tmpfs rw\n/dev/x /tmp tmpfs rw 0 0\n",
            "profile a /usr/bin/a flags=(attach_disconnected, complain) {\n",
            "/usr/bin/a flags=(attach_disconnected) {\n  # flags=(complain)\n  /complain r,\n}\n",
            " #profile a flags=(complain) {\nprofile a flags=(complaint) {\n",
            "/usr/bin/a (complain) {\n",
            "profile a flags = ( mediate_deleted complain) {\n",
            "installed a\nconfig-files b\nnot-installed c\n",
            "installed a\ninstalled b\n",
            "half-installed a\n",
            "installed \n",
            "root=/dev/x audit=1 quiet\n",
            "audit=1 a.b-c=d audit=1",
            "audit=1 audit=0\n",
            "audit=0 audit=1\n",
            "audit audit=1\n",
            "audit=1=1 a_b\n",
            "a.b_c=d a.b-c=e a-b\n");

    private static final List<Expectation> EXPECTATIONS = List.of(
            new Expectation.Content("a\n"),
            new Expectation.Content(""),
            new Expectation.Value("a b"),
            new Expectation.Value(""),
            new Expectation.FirstLine(Set.of("a", "")),
            new Expectation.FirstLine(Set.of("b")),
            new Expectation.HasLine("a"),
            new Expectation.HasLine("it's"),
            new Expectation.HasLine("-e"),
            new Expectation.LacksLine("a"),
            new Expectation.LineBeginning("secret="),
            new Expectation.HasWord("a"),
            new Expectation.OnlyWord(CommandLineWord.of("audit=1")),
            new Expectation.OnlyWord(CommandLineWord.of("a.b-c=d")),
            new Expectation.OnlyWord(CommandLineWord.of("a_b")),
            new Expectation.LinesWithin(Set.of("a", "b")),
            new Expectation.LinesWithin(Set.of()),
            new Expectation.PackagesWithin(Set.of("a")),
            new Expectation.PackagesWithin(Set.of()),
            new Expectation.MountRow("/tmp", Map.of(), Set.of("noexec", "nodev"), false),
            new Expectation.MountRow("/tmp", Map.of(), Set.of("rw"), true),
            new Expectation.NoFlag("complain"),
            new Expectation.OnlyLine("a", "a = b"),
            new Expectation.OnlyLine("a", "a"),
            new Expectation.MountRow("/tmp", Map.of(1, "/dev/x", 3, "tmpfs"), Set.of("rw"), false),
            new Expectation.MountRow("/tmp", Map.of(6, "0"), Set.of(), false));

    @TempDir
    Path folder;

    @Test
    void the_script_comes_to_the_verdict_of_the_inspection_for_every_expectation_and_text() throws Exception {
        Tools.require("sh");
        List<NodeCheck> checks = new ArrayList<>();
        for (int i = 0; i < TEXTS.size(); i++) {
            Path file = Files.writeString(folder.resolve("text" + i), TEXTS.get(i));
            for (Expectation expectation : EXPECTATIONS) {
                checks.add(NodeCheck.configured("text " + i, new Probe.ReadFile(file.toString()), expectation));
                checks.add(NodeCheck.configured(
                        "output " + i, new Probe.Run(List.of("cat", file.toString()), Set.of(0)), expectation));
            }
        }
        agree(checks);
    }

    @Test
    void links_owners_digests_and_what_is_absent_are_judged_alike() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "text\n");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nowhere"));
        String none = folder.resolve("none").toString();
        Expectation absent = new Expectation.Absent();
        Map<String, Object> owner = Files.readAttributes(file, "unix:uid,gid");
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r-----"));
        String mode = owner.get("uid") + ":" + owner.get("gid") + " 640";
        List<NodeCheck> checks = List.of(
                NodeCheck.configured("1", new Probe.ReadLink(link.toString()), new Expectation.Value("file")),
                NodeCheck.configured("2", new Probe.ReadLink(file.toString()), new Expectation.Value("file")),
                NodeCheck.configured("3", new Probe.ReadLink(none), absent),
                NodeCheck.configured("4", new Probe.ReadLink(dangling.toString()), absent),
                NodeCheck.configured("5", new Probe.ReadFile(file.toString()), absent),
                NodeCheck.configured("6", new Probe.Permissions(file.toString()), new Expectation.Value(mode)),
                NodeCheck.configured("7", new Probe.Permissions(link.toString()), new Expectation.Value(mode)),
                NodeCheck.configured("8", new Probe.Permissions(none), new Expectation.Value(mode)),
                NodeCheck.configured("9", new Probe.Permissions(file.toString()), new Expectation.Value("0:0 777")),
                NodeCheck.configured(
                        "10",
                        new Probe.Sha256(file.toString()),
                        new Expectation.Value("b9e68e1bea3e5b19ca6b2f98b73a54b73daafaa250484902e09982e07a12e733")),
                NodeCheck.configured("11", new Probe.Sha256(none), new Expectation.LacksLine("x")),
                NodeCheck.configured("12", new Probe.ReadFile(none), new Expectation.LacksLine("x")));
        List<Boolean> verdicts = agree(checks);
        assertThat(verdicts)
                .containsExactly(true, false, true, false, false, true, true, false, false, true, false, false);
    }

    @Test
    void a_line_or_row_beside_the_wanted_one_is_found_since_programs_may_take_either() {
        Expectation line = new Expectation.OnlyLine("driver", "driver = \"apparmor\"");
        assertThat(line.accepts("#driver = x\ndriver = \"apparmor\"\n")).isTrue();
        assertThat(line.accepts("driver = \"apparmor\"\ndriver=\"none\"\n")).isFalse();
        assertThat(line.accepts("driver=\"none\"\ndriver = \"apparmor\"\n")).isFalse();
        String rows = "/dev/y /tmp ext4 rw 0 0\ntmpfs /tmp tmpfs rw,noexec 0 0\n";
        assertThat(new Expectation.MountRow("/tmp", Map.of(1, "tmpfs"), Set.of("noexec"), true).accepts(rows))
                .isFalse();
        assertThat(new Expectation.MountRow("/tmp", Map.of(1, "tmpfs"), Set.of("noexec"), false).accepts(rows))
                .isTrue();
        for (String shorter : List.of("tmpfs /tmp tmpfs\n", "tmpfs /tmp\n")) {
            assertThat(new Expectation.MountRow("/tmp", Map.of(1, "tmpfs"), Set.of("noexec"), true)
                            .accepts(shorter + "tmpfs /tmp tmpfs rw,noexec 0 0\n"))
                    .as("systemd takes a row without options, too: " + shorter)
                    .isFalse();
        }
    }

    @Test
    void files_beside_those_of_the_profile_are_found_by_how_they_are_named() throws Exception {
        for (String name :
                List.of("90-own-a.conf", "90-own-b.conf", "90-own-c.cfg", "91-own-d.conf", "90-own-.conf.x")) {
            Files.writeString(folder.resolve(name), "");
        }
        Files.createSymbolicLink(folder.resolve("80-own-dead.conf"), Path.of("nowhere"));
        List<NodeCheck> checks = new ArrayList<>();
        for (String folder : List.of(this.folder.toString(), this.folder + "/none")) {
            for (Set<String> names :
                    List.of(Set.of("90-own-a.conf", "90-own-b.conf"), Set.of("90-own-a.conf"), Set.<String>of())) {
                for (String beginning : List.of("90-own-", "80-own-", "70-own-")) {
                    checks.add(NodeCheck.configured(
                            beginning,
                            new Probe.Names(folder, beginning, ".conf"),
                            new Expectation.LinesWithin(names)));
                }
            }
        }
        assertThat(agree(checks))
                .containsExactly(
                        true, false, true, false, false, true, false, false, true, true, true, true, true, true, true,
                        true, true, true);
    }

    @Test
    void of_several_words_for_a_key_of_the_command_line_none_may_say_otherwise() {
        Expectation audit = new Expectation.OnlyWord(CommandLineWord.of("audit=1"));
        assertThat(audit.accepts("BOOT_IMAGE=/vmlinuz audit=1 ro\n")).isTrue();
        assertThat(audit.accepts("audit=1 ro audit=0\n")).isFalse();
        assertThat(audit.accepts("audit=0 ro audit=1\n")).isFalse();
        assertThat(audit.accepts("audit_backlog_limit=1\n")).isFalse();
        assertThat(new Expectation.OnlyWord(CommandLineWord.of("init_on_alloc=1")).accepts("init-on-alloc=1"))
                .isTrue();
        assertThat(new Expectation.OnlyWord(CommandLineWord.of("init_on_alloc=1"))
                        .accepts("init_on_alloc=1 init-on-alloc=0"))
                .isFalse();
    }

    @Test
    void a_profile_that_its_own_file_has_complain_is_found_without_a_kernel() {
        Expectation enforced = new Expectation.NoFlag("complain");
        for (String flags : List.of(
                "flags=(complain)", "flags=(attach_disconnected, complain)", "flags = ( complain mediate_deleted )")) {
            assertThat(enforced.accepts("profile a /usr/bin/a " + flags + " {\n  /a r,\n}\n"))
                    .as(flags)
                    .isFalse();
        }
        assertThat(enforced.accepts(
                        "/usr/bin/a flags=(attach_disconnected) {\n  # flags=(complain)\n  /complain r,\n}\n"))
                .isTrue();
        assertThat(enforced.accepts("# profile a flags=(complain) {\nprofile a flags=(complaint) {\n}\n"))
                .isTrue();
    }

    @Test
    void packages_that_are_there_are_allowed_ones_and_removed_ones_are_not_there() {
        Expectation within = new Expectation.PackagesWithin(Set.of("a"));
        assertThat(within.accepts("installed a\nconfig-files b\nnot-installed c\n"))
                .isTrue();
        assertThat(within.accepts("installed a\ninstalled b\n")).isFalse();
        assertThat(within.accepts("half-configured b\n")).isFalse();
        NodeCheck keys = Platform.REDHAT.onlyPackages(List.of("bash"));
        assertThat(keys.expectation().accepts("installed bash\ninstalled gpg-pubkey\n"))
                .isTrue();
    }

    @Test
    void a_package_is_absent_when_its_configuration_files_are_gone_too() {
        Expectation debian = Platform.DEBIAN.absent();
        assertThat(debian.accepts("")).isTrue();
        assertThat(debian.accepts("not-installed\n")).isTrue();
        assertThat(debian.accepts("config-files\n")).isFalse();
        assertThat(debian.accepts("installed\n")).isFalse();
        assertThat(Platform.REDHAT.absent().accepts("package telnet is not installed\n"))
                .isTrue();
        assertThat(Platform.REDHAT.absent().accepts("installed\n")).isFalse();
    }

    @Test
    void a_unit_that_nothing_starts_at_boot_by_itself_is_disabled() {
        Expectation disabled = new NodeState.Unit("a.service", NodeState.Unit.Enablement.DISABLED)
                .checks(Platform.DEBIAN)
                .get(0)
                .expectation();
        for (String answer : List.of("disabled", "static", "indirect", "masked", "not-found", "")) {
            assertThat(disabled.accepts(answer + "\n")).as(answer).isTrue();
        }
        for (String answer : List.of("enabled", "enabled-runtime", "alias", "generated", "linked")) {
            assertThat(disabled.accepts(answer + "\n")).as(answer).isFalse();
        }
    }

    @Test
    void a_mount_is_held_against_the_type_that_the_kernel_shows_of_it() {
        assertThat(mounted("tmpfs", "rw", "noexec").accepts("tmpfs /a tmpfs rw,noexec 0 0\n"))
                .isTrue();
        assertThat(mounted("tmpfs", "rw", "noexec").accepts("/dev/sda /a ext4 rw,noexec 0 0\n"))
                .isFalse();
        for (Expectation any : List.of(
                mounted("none", "rw", "bind", "noexec"),
                mounted("ext4", "rw", "rbind", "noexec"),
                mounted("auto", "rw", "noexec"))) {
            assertThat(any.accepts("tmpfs /a tmpfs rw,noexec 0 0\n")).isTrue();
            assertThat(any.accepts("tmpfs /a tmpfs rw 0 0\n")).isFalse();
        }
    }

    /** What is expected of a mount at /a on the running node. */
    private static Expectation mounted(String fstype, String... options) {
        return new NodeState.MountEntry("/a", "a", fstype, List.of(options), 0, 0)
                .checks(Platform.DEBIAN).stream()
                        .filter(check -> check.moment() == NodeCheck.Moment.RUNNING)
                        .findFirst()
                        .orElseThrow()
                        .expectation();
    }

    @Test
    void a_program_that_is_missing_or_fails_is_no_proof() throws Exception {
        List<NodeCheck> checks = List.of(
                NodeCheck.configured(
                        "missing",
                        new Probe.Run(List.of("no-such-program-here"), Set.of(0)),
                        new Expectation.LacksLine("x")),
                NodeCheck.configured(
                        "fails",
                        new Probe.Run(List.of("sh", "-c", "exit 2"), Set.of(0, 1)),
                        new Expectation.LacksLine("x")),
                NodeCheck.configured(
                        "says no",
                        new Probe.Run(List.of("sh", "-c", "exit 1"), Set.of(0, 1)),
                        new Expectation.LacksLine("x")));
        assertThat(agree(checks)).containsExactly(false, false, true);
    }

    @Test
    void links_in_a_tree_stay_in_it() throws IOException {
        Path root = Files.createDirectory(folder.resolve("root"));
        Files.createDirectories(root.resolve("etc/real"));
        Files.writeString(root.resolve("etc/real/fstab"), "inside\n");
        Files.writeString(folder.resolve("outside"), "outside\n");
        Files.createSymbolicLink(root.resolve("etc/absolute"), Path.of("/etc/real"));
        Files.createSymbolicLink(root.resolve("etc/escape"), Path.of("../../../outside"));
        Files.createSymbolicLink(root.resolve("etc/circle"), Path.of("circle"));
        NodeInspection inspection = NodeInspection.ofTree(root);
        List<Outcome> outcomes = inspection.judge(List.of(
                NodeCheck.configured("a", new Probe.ReadFile("/etc/absolute/fstab"), new Expectation.HasLine("inside")),
                NodeCheck.configured("b", new Probe.ReadFile("/etc/escape"), new Expectation.HasLine("outside")),
                NodeCheck.configured("c", new Probe.ReadFile("/etc/circle"), new Expectation.HasLine("x")),
                NodeCheck.running("d", new Probe.ReadFile("/proc/cmdline"), new Expectation.HasWord("x"))));
        assertThat(outcomes)
                .extracting(Outcome::verdict)
                .containsExactly(Verdict.PASSED, Verdict.FAILED, Verdict.FAILED, Verdict.NOT_JUDGED);
    }

    @Test
    void what_a_file_says_is_not_shown_since_it_may_hold_a_secret() throws IOException {
        Path file = Files.writeString(folder.resolve("grub"), "password_pbkdf2 root grub.pbkdf2.secret\n");
        Outcome outcome = NodeInspection.ofThisNode()
                .judge(List.of(NodeCheck.configured(
                        "grub", new Probe.ReadFile(file.toString()), new Expectation.LineBeginning("set superusers"))))
                .get(0);
        assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(outcome.found()).doesNotContain("secret");
    }

    /** The verdicts, after both came to the same. */
    private List<Boolean> agree(List<NodeCheck> checks) throws IOException, InterruptedException {
        List<Boolean> judged = NodeInspection.ofThisNode().judge(checks).stream()
                .map(outcome -> outcome.verdict() == Verdict.PASSED)
                .toList();
        Path script = Files.writeString(folder.resolve("script.sh"), ShellScript.of("test", checks));
        Process process = new ProcessBuilder("sh", script.toString())
                .redirectErrorStream(true)
                .start();
        List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).isEqualTo(judged.contains(false) ? 1 : 0);
        assertThat(said).hasSameSizeAs(checks);
        for (int i = 0; i < checks.size(); i++) {
            assertThat(said.get(i).startsWith("ok "))
                    .as(checks.get(i).toString() + " " + Optional.of(said.get(i)))
                    .isEqualTo(judged.get(i));
        }
        return judged;
    }
}
