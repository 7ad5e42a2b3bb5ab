package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.testsupport.TestCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hardening profiles from the command line. */
class HardenCommandsTest {
    private static final String PROFILE = """
            schema: hallmark/hardening/v1
            role: controller
            platform: debian
            updates: packages
            applied-in: node
            mounts:
              - {path: /srv, device: LABEL=srv, fstype: ext4, options: [rw, noexec, nodev, nosuid]}
            sysctls:
              kernel.kptr_restrict: "2"
            """;

    @TempDir
    Path folder;

    private Path baselines;

    @BeforeEach
    void repository() throws IOException {
        baselines = Files.createDirectory(folder.resolve("baselines"));
        Files.createDirectory(baselines.resolve("hardening"));
        commit(PROFILE);
    }

    private String commit(String profile) throws IOException {
        Files.writeString(baselines.resolve("hardening/controller.yaml"), profile);
        try (Git git = Git.init()
                .setDirectory(baselines.toFile())
                .setInitialBranch("main")
                .call()) {
            git.add().addFilepattern(".").call();
            return git.commit()
                    .setMessage("Profile")
                    .setAuthor("T", "t@example.org")
                    .setCommitter("T", "t@example.org")
                    .setSign(false)
                    .call()
                    .name();
        } catch (GitAPIException e) {
            throw new IOException(e);
        }
    }

    private Run render(String... more) {
        String[] first = {
            "harden",
            "render",
            baselines.toString(),
            "--cache",
            folder.resolve("cache").toString(),
            "--target",
            "puppet",
            "--output",
            folder.resolve("control").toString()
        };
        String[] all = java.util.Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return Run.of(all);
    }

    @Test
    void renders_what_was_approved_with_the_module() throws IOException {
        String commit = commit(PROFILE.replace("\"2\"", "\"1\""));
        Run run = render("--module", "--os-hardening");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(Files.readString(folder.resolve("control/data/hardening/controller.yaml")))
                .contains("# Baseline hallmark-" + commit)
                .contains("kernel.kptr_restrict: \"1\"");
        assertThat(Files.readString(folder.resolve("control/data/hardening/BASELINE")))
                .isEqualTo("hallmark-" + commit + "\n");
        assertThat(folder.resolve("control/data/os_hardening/controller.yaml")).exists();
        assertThat(folder.resolve("control/modules/node_hardening/manifests/init.pp"))
                .exists();
    }

    @Test
    void renders_for_chef_with_the_cookbook() throws IOException {
        String commit = commit(PROFILE);
        Run run = Run.of(
                "harden",
                "render",
                baselines.toString(),
                "--cache",
                folder.resolve("cache").toString(),
                "--target",
                "chef",
                "--output",
                folder.resolve("chef").toString(),
                "--module");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(Files.readString(folder.resolve("chef/data_bags/hardening/controller.json")))
                .contains("\"baseline\": \"hallmark-" + commit + "\"");
        assertThat(folder.resolve("chef/cookbooks/node_hardening/recipes/default.rb"))
                .exists();
        assertThat(folder.resolve("chef/modules")).doesNotExist();
    }

    @Test
    void renders_no_profile_that_lint_refuses() throws IOException {
        commit(PROFILE.replace("noexec, ", ""));
        Run run = render();
        assertThat(run.exit()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err()).contains("mount /srv: it is writable and lacks noexec");
        assertThat(folder.resolve("control")).doesNotExist();
        Run check = Run.of(
                "check",
                baselines.toString(),
                "--cache",
                folder.resolve("cache").toString());
        assertThat(check.exit()).isEqualTo(ExitCode.FINDING);
        assertThat(check.out())
                .contains("wrong: hardening/controller.yaml: mount /srv: it is writable and lacks noexec");
    }

    private Run check(Path root, String... more) {
        String[] first = {"harden", "check", baselines.toString(), "--role", "controller", "--root", root.toString()};
        String[] all = java.util.Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return Run.of(all);
    }

    @Test
    void checks_a_tree_and_names_what_is_not_as_it_should_be() throws IOException {
        Path root = Files.createDirectory(folder.resolve("root"));
        Files.createDirectories(root.resolve("etc/sysctl.d"));
        Files.writeString(root.resolve("etc/fstab"), "LABEL=srv /srv ext4 rw,nodev,nosuid 0 0\n");
        Run run = check(root);
        assertThat(run.exit()).isEqualTo(ExitCode.FINDING);
        assertThat(run.out())
                .contains("FAIL  mount /srv                   /srv in /etc/fstab: /srv has rw,noexec,nodev,nosuid and")
                .contains("-     mount /srv ")
                .contains("FAIL  sysctl kernel.kptr_restrict");
        Run json = check(root, "--json");
        assertThat(json.out())
                .contains("\"verdict\": \"failed\"")
                .contains("\"not-judged\"")
                .contains("sysctl_kernel_kptr_restrict")
                .contains("RHEL-09-213025");
    }

    @Test
    void prints_a_script_that_makes_the_same_checks() {
        Run run = Run.of("harden", "check", baselines.toString(), "--role", "controller", "--script");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("#!/bin/sh\n").contains("mount_row '/srv'");
    }

    @Test
    void a_role_that_is_not_there_names_the_nearest() {
        Run run = Run.of("harden", "check", baselines.toString(), "--role", "controler", "--script");
        assertThat(run.exit()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err()).contains("did you mean 'controller'?");
    }

    @Test
    void shows_what_nodes_applied() throws IOException {
        String report = """
                --- !ruby/object:Puppet::Transaction::Report
                host: node1.test
                time: '2026-11-25T04:43:10.220339159+00:00'
                configuration_version: hallmark-1
                status: changed
                noop: false
                resource_statuses:
                  File[/etc/a]: !ruby/object:Puppet::Resource::Status
                    changed: true
                    out_of_sync: true
                    failed: false
                    tags: [file, hallmark_role_controller]
                """;
        Path file = Files.writeString(folder.resolve("report.yaml"), report, StandardCharsets.UTF_8);
        Run run = Run.of("harden", "status", file.toString(), "--baseline", "hallmark-1");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("""
                role        node        state    pending  failed  baseline
                controller  node1.test  applied  0        0       hallmark-1
                """);
        Run behind = Run.of("harden", "status", file.toString(), "--baseline", "hallmark-2", "--json");
        assertThat(behind.exit()).isEqualTo(ExitCode.FINDING);
        assertThat(behind.err()).contains("node1.test has not applied hallmark-2");
        assertThat(behind.out()).contains("\"state\": \"applied\"");
    }

    @Test
    void status_needs_reports_or_a_puppetdb_with_its_credential() throws IOException {
        assertThat(Run.of("harden", "status").exit()).isEqualTo(ExitCode.INPUT);
        assertThat(Run.of("harden", "status").err()).contains("give reports, or --puppetdb with --credential");
        assertThat(Run.of("harden", "status", "--puppetdb", "https://127.0.0.1:1")
                        .exit())
                .isEqualTo(ExitCode.INPUT);

        TestCertificates.in(Files.createDirectories(folder.resolve("certificates")))
                .credential(folder.resolve("secrets"), "puppet-ci", "ca", "client");
        Run down = Run.of(
                "harden",
                "status",
                "--puppetdb",
                "https://127.0.0.1:1",
                "--credential",
                "puppet-ci",
                "--credentials",
                folder.resolve("secrets").toString());
        assertThat(down.exit()).as(down.err()).isEqualTo(ExitCode.REMOTE);
        assertThat(down.err()).contains("POST https://127.0.0.1:1/pdb/query/v4/resources: no connection");
    }
}
