package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.puppetbridge.process.LocalMachine;
import io.hallmark.puppetbridge.process.Machine;
import io.hallmark.puppetbridge.process.PrivateFolder;
import io.hallmark.puppetbridge.process.Program;
import io.hallmark.puppetbridge.process.RunningProgram;
import io.hallmark.testsupport.PythonPackages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Hardening applied on demand: the real Ansible, on this machine, which has all that is applied to it already. */
class HardenApplyTest {
    private static final String HEAD = "platform: debian\nupdates: packages\napplied-in: node\n";

    /** What would change here, and is only asked for. */
    private static final String EDGE = "role: edge\n" + HEAD + "modules-disabled: [hallmark-no-such-module]\n";

    /** What is so on every machine. */
    private static final String CORE = "role: core\n" + HEAD + "packages: {absent: [hallmark-no-such-package]}\n";

    @TempDir
    Path folder;

    private Path baselines;

    @BeforeEach
    void repository() throws IOException, GitAPIException {
        baselines = Files.createDirectory(folder.resolve("baselines"));
        Path inventory = Files.writeString(folder.resolve("hosts.yml"), """
                all:
                  vars: {ansible_connection: local, ansible_python_interpreter: /usr/bin/python3}
                  children:
                    hallmark_edge: {hosts: {edge1.test: {}, edge2.test: {}}}
                    hallmark_core: {hosts: {core1.test: {}}}
                """);
        write("hardening/edge.yaml", EDGE);
        write("hardening/core.yaml", CORE);
        write("hallmark.yaml", """
                schema: hallmark/settings/v1
                targets:
                  nodes: {kind: ansible, inventory: "%s"}
                  control: {kind: hardening-git, tool: chef, url: "%s", branch: main}
                  files: {kind: directory, path: "%s", formats: [json]}
                """.formatted(inventory, folder.resolve("control.git"), folder.resolve("files")));
        Git.init()
                .setBare(true)
                .setDirectory(folder.resolve("control.git").toFile())
                .call()
                .close();
        try (Git git = Git.init()
                .setDirectory(baselines.toFile())
                .setInitialBranch("main")
                .call()) {
            git.add().addFilepattern(".").call();
            git.commit()
                    .setMessage("Profiles")
                    .setAuthor("T", "t@example.org")
                    .setCommitter("T", "t@example.org")
                    .setSign(false)
                    .call();
        }
    }

    private void write(String path, String text) throws IOException {
        Files.createDirectories(baselines.resolve(path).getParent());
        Files.writeString(baselines.resolve(path), text);
    }

    /** This machine, with Ansible on the path. */
    private record WithAnsible(Machine machine, Path programs) implements Machine {
        @Override
        public PrivateFolder newFolder() {
            return machine.newFolder();
        }

        @Override
        public RunningProgram start(Program program, OutputStream output, OutputStream errors) {
            Map<String, String> environment = new TreeMap<>(program.environment());
            environment.put("PATH", programs + ":/usr/sbin:/usr/bin:/sbin:/bin");
            List<String> command = new ArrayList<>(List.of("env"));
            command.addAll(program.command());
            return machine.start(
                    new Program(command, program.inherited(), environment, program.folder()), output, errors);
        }
    }

    private Run apply(String... more) {
        Path programs = PythonPackages.programs(
                "ansible-2.16.14-runner-2.4.1", List.of("ansible-core==2.16.14", "ansible-runner==2.4.1"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(Console.writer(out), Console.writer(err), false, false);
        Machine machine = new WithAnsible(new LocalMachine(folder), programs);
        int exit = new CommandLine(new HardenApplyCommand(console, machine, pause -> {}))
                .setExecutionExceptionHandler(new Failures(console))
                .execute(Stream.concat(
                                Stream.of(
                                        baselines.toString(),
                                        "--credentials",
                                        folder.resolve("credentials").toString(),
                                        "--cache",
                                        folder.resolve("cache").toString()),
                                Stream.of(more))
                        .toArray(String[]::new));
        return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void what_is_not_approved_is_not_applied() {
        Run run = apply("--role", "core");
        assertThat(run.exit()).isEqualTo(ExitCode.FINDING);
        assertThat(run.err()).startsWith("Nothing is published: ").contains("say nothing about 'approvals'");
    }

    @Test
    void a_check_of_one_node_says_what_would_change_there_with_the_difference_as_it_is_found() {
        Run run = apply("--without-approval", "--role", "edge", "--limit", "edge2.test", "--check", "--fail-on-change");

        assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.FINDING);
        assertThat(run.out())
                .contains("nodes: 1 of 1 would change; it was never published to\n  update hardening/edge.yaml")
                .contains("Files have their content (/etc/modprobe.d/hallmark-hallmark-no-such-module.conf) on 1 of 1");
        assertThat(run.err())
                .contains("nodes: changed: [edge2.test]")
                .contains("nodes: +blacklist hallmark-no-such-module")
                .contains("control is left out: it holds all roles or none")
                .doesNotContain("edge1.test")
                .doesNotContain("files: ");
        assertThat(folder.resolve("files")).doesNotExist();
    }

    @Test
    void a_role_is_applied_and_no_receipt_says_that_all_is_held() throws IOException, GitAPIException {
        Run run = apply("--without-approval", "--role", "core");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("nodes: was brought to ")
                .contains(" in part, nothing to change; it was never published to");
        assertThat(run.err()).contains("nodes: ok: [core1.test]");
        try (Git git = Git.open(baselines.toFile())) {
            assertThat(git.branchList().call()).extracting(ref -> ref.getName()).containsExactly("refs/heads/main");
        }
    }

    @Test
    void without_a_part_all_hardening_targets_and_no_others_hold_the_state_and_receipts_say_so()
            throws IOException, GitAPIException {
        Run run = apply("--without-approval", "--target", "control", "--json");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"outcome\": \"published\"").contains("data_bags/hardening/core.json");
        try (Git git = Git.open(baselines.toFile())) {
            assertThat(git.branchList().call())
                    .extracting(ref -> ref.getName())
                    .contains("refs/heads/hallmark-receipts");
        }
        Run other = apply("--without-approval", "--target", "files");
        assertThat(other.exit()).isEqualTo(ExitCode.INPUT);
        assertThat(other.err()).contains("no target applies a profile to what was asked for");
    }

    @Test
    void a_role_or_a_node_that_no_target_has_is_told() {
        Run role = apply("--without-approval", "--role", "core", "--role", "edg");
        Run host = apply("--without-approval", "--limit", "edge3.test");
        Run pattern = apply("--without-approval", "--limit", "edge*");

        assertThat(role.exit()).isEqualTo(ExitCode.INPUT);
        assertThat(role.err()).contains("no target applies a profile to role edg;");
        assertThat(host.exit()).isEqualTo(ExitCode.INPUT);
        assertThat(host.err()).contains("no target applies a profile to what was asked for");
        assertThat(pattern.exit()).isEqualTo(ExitCode.INPUT);
        assertThat(pattern.err()).contains("'edge*' is no name of a host");
    }
}
