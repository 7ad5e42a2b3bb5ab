package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job as a team lives it, on made-up boot files and the profiles of real recorded boots. */
class ProposeStoryTest {
    @TempDir
    Path folder;

    private Sandbox sandbox;

    @BeforeEach
    void demo() throws IOException {
        sandbox = Sandbox.afterDemo(folder);
    }

    @Test
    void proposing_the_same_commit_twice_changes_nothing_and_exits_0() throws IOException {
        String before = sandbox.head("hallmark/sample");

        Run again = sandbox.propose();

        assertThat(again.exit()).isZero();
        assertThat(again.out()).isEmpty();
        assertThat(again.err()).contains("Nothing changed");
        assertThat(sandbox.head("hallmark/sample")).isEqualTo(before);
    }

    @Test
    void what_is_merged_needs_no_proposal() throws IOException {
        sandbox.merge();
        String before = sandbox.head("main");

        Run again = sandbox.propose("--fail-on-change");

        assertThat(again.exit()).isZero();
        assertThat(again.err()).contains("Nothing changed: the baselines at " + before);
        assertThat(sandbox.head("main")).isEqualTo(before);
    }

    @Test
    void a_changed_kernel_command_line_is_told_from_the_configuration_to_the_pcrs() throws IOException {
        sandbox.merge();
        sandbox.write(
                "boot/entry.conf", "title Sample\nlinux /vmlinuz\ninitrd /initrd.img\noptions console=ttyS0 quiet\n");
        sandbox.commit("quiet");

        Run run = sandbox.propose("--fail-on-change");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out())
                .contains("Baselines of sample: entry (PCRs 9, 12)")
                .contains("Then nodes of one hardware profile may show the new")
                .contains("text: +quiet")
                .contains("PCR 12: changed initrd=\\initrd.img console=ttyS0 quiet, because of the boot configuration");
    }

    @Test
    void a_dry_run_shows_the_report_and_pushes_nothing() throws IOException {
        sandbox.merge();
        sandbox.write("boot/loader.conf", "timeout 1\n");
        sandbox.commit("wait");
        String before = sandbox.head("hallmark/sample");

        Run run = sandbox.propose("--dry-run", "--report", "markdown");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).startsWith("## Baselines of sample: loader-conf").contains("| chain | hardware |");
        assertThat(sandbox.head("hallmark/sample")).isEqualTo(before);
    }

    @Test
    void two_changed_parts_are_accepted_in_every_mix_and_retired_on_request() throws IOException {
        sandbox.merge();
        sandbox.write("boot/entry.conf", "title Sample\nlinux /vmlinuz\ninitrd /initrd.img\noptions console=ttyS1\n");
        Files.copy(
                sandbox.image().resolve("boot/vmlinuz"),
                sandbox.image().resolve("boot/initrd.img"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        sandbox.commit("two parts at once");

        Run proposed = sandbox.propose();
        sandbox.merge();
        Run check = Run.of(
                "check",
                sandbox.baselines().toString(),
                "--cache",
                folder.resolve("cache").toString());
        Run early = Run.of(
                "retire",
                sandbox.baselines().toString(),
                "--image",
                "sample",
                "--cache",
                folder.resolve("cache").toString());
        String unretired = sandbox.head("hallmark/sample-retire");
        Run retire = Run.of(
                "retire",
                "--without-evidence",
                sandbox.baselines().toString(),
                "--image",
                "sample",
                "--chain",
                "disk",
                "--cache",
                folder.resolve("cache").toString());

        assertThat(proposed.exit()).isZero();
        // With each of the two sets that were accepted: the first initramfs, or the second, with the new entry; the
        // third with
        // the old one.
        assertThat(proposed.out()).contains("Accepted sets: 6, of which 3 mix new and previous parts");
        assertThat(proposed.out())
                .contains("the initramfs could not be opened: boot/initrd.img:")
                .doesNotContain(folder.toString());
        assertThat(check.out()).endsWith("2 baselines checked, 0 findings\n");
        assertThat(check.exit()).isZero();
        assertThat(early.exit()).isEqualTo(1);
        assertThat(early.err())
                .contains("warning: baselines/sample/disk/qemu-q35-disk.yaml: there is no evidence of any node")
                .contains("Nothing is retired: give --evidence");
        assertThat(unretired).isEmpty();
        assertThat(retire.exit()).isZero();
        assertThat(retire.err()).contains("Proposed on branch hallmark/sample-retire");
    }

    @Test
    void what_holds_nodes_to_less_than_before_is_proposed_only_when_that_is_said_to_be_meant() throws IOException {
        sandbox.merge();
        // The node of the profile went through systemd-boot, so nothing of a chain without it is proven there.
        sandbox.write(
                "hallmark.yaml",
                Files.readString(sandbox.image().resolve("hallmark.yaml"))
                        .replace(
                                "      - systemd-boot: {image: systemd-boot, loader-conf: loader-conf, entry: entry}\n"
                                        + "      - linux: {kernel: kernel, initrd: [initrd]}\n",
                                "      - linux: {kernel: kernel, initrd: [initrd], cmdline: quiet}\n"));
        sandbox.commit("no boot loader any more");
        String before = sandbox.head("hallmark/sample");

        Run refused = sandbox.propose();
        Run previewed = sandbox.propose("--dry-run");
        String after = sandbox.head("hallmark/sample");
        Run allowed = sandbox.propose("--allow-weaker");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .startsWith("Nothing is proposed: verifiers would hold nodes to less than before.\n")
                .contains("  PCR 4 of chain disk is not enforced any more: the reference log of 'qemu-q35-disk'")
                .endsWith("If that is meant, propose it with --allow-weaker.\n");
        assertThat(previewed.exit()).isEqualTo(1);
        assertThat(after).isEqualTo(before);
        assertThat(allowed.exit()).as(allowed.err()).isZero();
        assertThat(sandbox.head("hallmark/sample")).isNotEqualTo(before);
    }

    @Test
    void a_baseline_that_somebody_edited_is_found() throws Exception {
        sandbox.merge();
        Path clone = folder.resolve("clone");
        try (Git git = Git.cloneRepository()
                .setURI(sandbox.baselines().toUri().toString())
                .setDirectory(clone.toFile())
                .call()) {
            Path file = clone.resolve("baselines/sample/disk/qemu-q35-disk.yaml");
            String text = Files.readString(file);
            Files.writeString(
                    file,
                    text.replaceFirst("- \\{pcr: 9, sha256: \"?[0-9a-f]{4}", "- {pcr: 9, sha256: \"0000")
                            .replaceFirst("(- \\{pcr: 9, sha256: \"0000[0-9a-f]{60})\"?", "$1\""));
        }

        Run check = Run.of("check", clone.toString());

        assertThat(check.exit()).isEqualTo(1);
        assertThat(check.out()).contains("the events of PCR 9 give");
    }

    @Test
    void the_measured_prediction_is_shown_as_json_too() {
        Run run = Run.of(
                "measure",
                sandbox.image().toString(),
                "--baselines",
                sandbox.baselines().toString(),
                "--json",
                "--cache",
                folder.resolve("cache").toString());

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("\"chain pxe on qemu-q35-pxe\"").contains("\"enforceable\": true");
    }

    @Test
    void the_measured_prediction_says_of_each_chain_what_no_pcr_covers() {
        Run run = Run.of(
                "measure",
                sandbox.image().toString(),
                "--baselines",
                sandbox.baselines().toString(),
                "--cache",
                folder.resolve("cache").toString());

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern("(?s)chain pxe on qemu-q35-pxe\n.*\nNot covered by any PCR:\n"
                        + "  The iPXE script 'script' \\(boot/boot\\.ipxe\\) is measured into no PCR: .*Embed it")
                .containsPattern("(?s)chain disk on qemu-q35-disk\n.*\nNot covered by any PCR:\n"
                        + "  nothing: all that the chain's description names is measured\n");
    }

    @Test
    void a_digest_file_stands_for_the_file() throws IOException {
        sandbox.merge();
        Path kernel = sandbox.image().resolve("boot/vmlinuz");
        Run digest = Run.of(
                "digest",
                kernel.toString(),
                "-o",
                sandbox.image().resolve("boot/vmlinuz.digests").toString());
        Files.delete(kernel);
        sandbox.write(
                "hallmark.yaml",
                Files.readString(sandbox.image().resolve("hallmark.yaml"))
                        .replace("kernel:       boot/vmlinuz", "kernel:       {digests: boot/vmlinuz.digests}"));
        sandbox.commit("the kernel is elsewhere now");

        Run run = sandbox.propose();

        assertThat(digest.exit()).isZero();
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("Baselines of sample: kernel 6.1.0-sample (no PCR changes)")
                .contains("the same content, which came from boot/vmlinuz before");
    }
}
