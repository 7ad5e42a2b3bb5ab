package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.testsupport.Fixtures;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A unified kernel image that is built anew, with the tools that distributions build it with. */
class UnifiedImageStoryTest {
    @TempDir
    Path folder;

    private Sandbox sandbox;

    @BeforeEach
    void anAcceptedImage() throws IOException, InterruptedException {
        Tools.require("objcopy");
        Tools.require("cpio");
        Tools.require("xz");
        sandbox = Sandbox.afterDemo(folder);
        sandbox.merge();
        sandbox.write(
                "hallmark.yaml",
                Files.readString(sandbox.image().resolve("hallmark.yaml"))
                                .replace("artifacts:\n", "artifacts:\n  node:         boot/node.efi\n")
                        + "  uki:\n    hardware: [qemu-q35-disk]\n    stages:\n      - uki: {image: node}\n");
        build("console=ttyS0", "gzip -9n", "node1");
        sandbox.commit("a unified kernel image");
        Run first = sandbox.propose();
        assertThat(first.exit()).as(first.err()).isZero();
        sandbox.merge();
    }

    @Test
    void the_files_that_changed_in_its_initramfs_are_named() throws IOException, InterruptedException {
        build("console=ttyS0", "xz --check=crc32", "node-two");
        sandbox.commit("another host name");

        Run run = sandbox.propose();

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("section .initrd changed")
                .contains("packed as xz, was gzip")
                .contains("inside: etc/hostname changed (size 5 → 8)")
                .doesNotContain("inside: init ");
    }

    @Test
    void another_command_line_changes_nothing_inside_and_the_next_initramfs_is_told_from_it()
            throws IOException, InterruptedException {
        assemble("console=ttyS1", folder.resolve("initrd.packed"));
        sandbox.commit("another console");

        Run commandLine = sandbox.propose();
        sandbox.merge();
        build("console=ttyS1", "gzip -9n", "node3");
        sandbox.commit("another host name");
        Run initramfs = sandbox.propose();

        assertThat(commandLine.exit()).as(commandLine.err()).isZero();
        assertThat(commandLine.out())
                .contains("section .cmdline changed")
                .doesNotContain("inside", "packing", "not known: the previous image");
        assertThat(initramfs.out())
                .contains("section .initrd changed")
                .contains("inside: etc/hostname changed (another content of the same size)");
    }

    @Test
    void what_is_no_initramfs_inside_is_said_and_proposed_all_the_same() throws IOException, InterruptedException {
        Path garbage = Files.writeString(folder.resolve("garbage"), "no archive at all");
        assemble("console=ttyS0", garbage);
        sandbox.commit("an image that will not boot");

        Run run = sandbox.propose();

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "the initramfs could not be opened: boot/node.efi section .initrd: neither a cpio archive nor");
    }

    @Test
    void a_hardening_profile_is_held_against_the_command_line_inside() throws IOException, InterruptedException {
        String hash = "roothash=" + "5e".repeat(32);
        for (String audit : List.of("audit=1", "audit=0")) {
            assemble(audit + " " + hash, folder.resolve("initrd.packed"));
            // A kernel that says its version is known to measure its load options.
            run("objcopy --update-section .linux=boot/vmlinuz boot/node.efi", sandbox.image());
            sandbox.commit(audit);
            Run proposed = sandbox.propose();
            assertThat(proposed.exit()).as(proposed.err()).isZero();
            sandbox.merge();
            if (audit.equals("audit=1")) {
                sandbox.harden("uki");
                Run agreed = sandbox.check();
                assertThat(agreed.exit()).as(agreed.out() + agreed.err()).isZero();
            }
        }

        Run disagreed = sandbox.check();

        assertThat(disagreed.exit()).as(disagreed.err()).isEqualTo(ExitCode.FINDING);
        assertThat(disagreed.out())
                .contains(
                        "wrong: hardening/node.yaml: kernel parameter audit=1: the command line of chain uki",
                        "has audit=0 instead");
    }

    private void build(String commandLine, String packing, String hostname) throws IOException, InterruptedException {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        Files.writeString(tree.resolve("init"), "#!/bin/sh\n");
        Files.createDirectories(tree.resolve("etc"));
        Files.writeString(tree.resolve("etc/hostname"), hostname);
        Path initrd = folder.resolve("initrd.packed");
        run("cd tree && find . | LC_ALL=C sort | cpio -o -H newc --quiet --reproducible | " + packing + " > " + initrd);
        assemble(commandLine, initrd);
    }

    /** From an image that systemd's stub is in. */
    private void assemble(String commandLine, Path initrd) throws IOException, InterruptedException {
        Path text = Files.writeString(folder.resolve("cmdline"), commandLine);
        run("objcopy --update-section .initrd=" + initrd + " --update-section .cmdline=" + text + " "
                + Fixtures.path("pe/mini-uki-252.efi") + " " + sandbox.image().resolve("boot/node.efi"));
    }

    private void run(String script) throws IOException, InterruptedException {
        run(script, folder);
    }

    private static void run(String script, Path in) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of("sh", "-e", "-c", script))
                .directory(in.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
