package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the bytes of a read-only image over its root hash and the command line to the PCRs, in one run. */
class VerityStoryTest {
    @TempDir
    Path folder;

    private Sandbox sandbox;
    private Path rootfs;

    @BeforeEach
    void demo() throws IOException {
        sandbox = Sandbox.afterDemo(folder);
        rootfs = Files.write(sandbox.image().resolve("rootfs.img"), new byte[8192]);
        Path file = sandbox.image().resolve("hallmark.yaml");
        String text = Files.readString(file)
                .replaceFirst("cmdline: \"", "cmdline: \"roothash=\\${verity:rootfs} ")
                .replace("\nchains:", "\nverity:\n  rootfs: {image: rootfs.img, seed: sample}\nchains:");
        assertThat(text).contains("roothash=${verity:rootfs}").contains("seed: sample");
        Files.writeString(file, text);
        sandbox.commit("verity");
    }

    @Test
    void a_changed_image_changes_the_measured_command_line() throws IOException {
        String first = rootHash();
        String before = sandbox.propose("--dry-run").out();
        Files.write(rootfs, java.util.Arrays.copyOf(new byte[] {1}, 8192));
        sandbox.commit("another root file system");
        String second = rootHash();
        String after = sandbox.propose("--dry-run").out();

        assertThat(second).isNotEqualTo(first);
        assertThat(before).contains("roothash=" + first).doesNotContain("verity:rootfs");
        assertThat(after).contains("roothash=" + second).doesNotContain(first);
    }

    @Test
    void an_image_that_is_not_there_or_not_whole_is_named_with_its_place() throws IOException {
        Files.write(rootfs, new byte[5000]);
        refused("hallmark.yaml:", "verity image 'rootfs'", "no whole block");

        Files.delete(rootfs);
        refused("hallmark.yaml:", "verity image 'rootfs'", "rootfs.img");
    }

    @Test
    void a_reference_to_nothing_is_not_taken_for_a_variable_of_the_node() throws IOException {
        Path file = sandbox.image().resolve("hallmark.yaml");
        Files.writeString(file, Files.readString(file).replace("${verity:rootfs}", "${verity:rotfs}"));

        refused("hallmark.yaml:", "there is no verity image 'rotfs'; add it under 'verity'");
    }

    @Test
    void a_hardening_profile_agrees_with_the_prediction_until_the_command_line_changes() throws IOException {
        cmdline("roothash=${verity:rootfs} audit=1 ");
        proposedAndMerged();
        sandbox.harden("pxe");
        agreed();
        assertThat(script()).contains("roothash=" + rootHash());

        cmdline("roothash=${verity:rootfs} audit=0 ");
        proposedAndMerged();
        disagreed("kernel parameter audit=1: the command line of chain pxe", "has audit=0 instead");

        cmdline("audit=1 ");
        proposedAndMerged();
        disagreed("verity root: the command line of chain pxe", "has no 'roothash=…'");
    }

    @Test
    void a_hardening_profile_is_held_against_what_a_kernel_is_predicted_to_measure() throws IOException {
        Path entry = sandbox.image().resolve("boot/entry.conf");
        String hash = rootHash();
        String options = Files.readString(entry);
        assertThat(options).contains("options ");
        Files.writeString(entry, options.replace("options ", "options audit=1 roothash=" + hash + " "));
        proposedAndMerged();
        sandbox.harden("disk");
        agreed();
        assertThat(script()).contains("roothash=" + hash);

        Files.writeString(entry, options.replace("options ", "options audit=0 roothash=" + hash + " "));
        proposedAndMerged();
        disagreed("kernel parameter audit=1: the command line of chain disk", "has audit=0 instead");
    }

    private void cmdline(String words) throws IOException {
        Path file = sandbox.image().resolve("hallmark.yaml");
        String text = Files.readString(file);
        String changed =
                text.replaceFirst("cmdline: \".*?vmlinuz", Matcher.quoteReplacement("cmdline: \"" + words + "vmlinuz"));
        assertThat(changed).isNotEqualTo(text);
        Files.writeString(file, changed);
    }

    private void proposedAndMerged() throws IOException {
        sandbox.commit("another command line");
        Run run = sandbox.propose();
        assertThat(run.exit()).as(run.err()).isZero();
        sandbox.merge();
    }

    private void agreed() {
        Run run = sandbox.check();
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
    }

    private void disagreed(String... parts) {
        Run run = sandbox.check();
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(ExitCode.FINDING);
        assertThat(run.out()).contains("wrong: hardening/node.yaml: ").contains(parts);
    }

    /** What checks a node of the profile. */
    private String script() {
        Run run = Run.of(
                "harden",
                "check",
                sandbox.baselines().toString(),
                "--cache",
                folder.resolve("cache").toString(),
                "--role",
                "node",
                "--script");
        assertThat(run.exit()).as(run.err()).isZero();
        return run.out();
    }

    private String rootHash() {
        return Run.of("verity", "root-hash", rootfs.toString(), "--seed", "sample")
                .out()
                .strip();
    }

    private void refused(String... parts) {
        Run run = sandbox.propose("--dry-run");
        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(parts);
    }
}
