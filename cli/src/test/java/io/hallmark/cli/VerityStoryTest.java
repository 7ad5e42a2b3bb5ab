package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
