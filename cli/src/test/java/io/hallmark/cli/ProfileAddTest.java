package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.ProfileDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileAddTest {
    private static final Path BOOTS = Path.of(System.getProperty("hallmark.fixtures"), "boots");

    @TempDir
    Path folder;

    private Path baselines;

    @BeforeEach
    void settings() throws IOException {
        baselines = Files.createDirectory(folder.resolve("baselines"));
        Files.writeString(baselines.resolve("hallmark.yaml"), "banks: [sha256]\n");
    }

    @Test
    void a_profile_keeps_its_logs_and_what_was_taken_beside_them() throws IOException {
        Run run = add(
                "q35",
                log("disk-grub"),
                log("disk-grub-mem2g"),
                "--vendor",
                "QEMU",
                "--match",
                "product=Q35",
                "--variables",
                BOOTS.resolve("disk-grub/efivars.json").toString(),
                "--pcrs",
                BOOTS.resolve("disk-grub/pcrs.json").toString());

        Path profile = baselines.resolve("hardware/q35");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("no self-test: give --booted");
        assertThat(profile.resolve("eventlog.bin")).hasSameBinaryContentAs(BOOTS.resolve("disk-grub/eventlog.bin"));
        assertThat(profile.resolve("eventlog-2.bin"))
                .hasSameBinaryContentAs(BOOTS.resolve("disk-grub-mem2g/eventlog.bin"));
        ProfileDocument document =
                ProfileDocument.read("profile.yaml", Files.readAllBytes(profile.resolve("profile.yaml")));
        assertThat(document.logs()).containsExactly("eventlog.bin", "eventlog-2.bin");
        assertThat(document.match()).containsEntry("product", List.of("Q35"));
        assertThat(Run.of("check", baselines.toString()).exit()).isEqualTo(0);
    }

    @Test
    void the_self_test_says_which_pcrs_the_node_did_not_boot_so() throws IOException {
        Sandbox sandbox = Sandbox.afterDemo(Files.createDirectory(folder.resolve("demo")));

        Run run = add(
                "q35",
                log("sdboot-type1"),
                "--booted",
                sandbox.image().toString(),
                "--chain",
                "disk",
                "--cache",
                folder.resolve("cache").toString());

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("self-test: PCR 4 is not re-derived and will not be enforced")
                .contains("the node booted another systemd-boot than the one that is described");
        assertThat(run.out()).contains("self-test: re-derived PCRs [0, 1, 2, 3, 6, 7]");
    }

    @Test
    void what_can_not_be_a_profile_leaves_nothing_behind() throws IOException {
        assertThat(add("Not A Name", log("disk-grub")).exit()).isEqualTo(2);
        assertThat(add("q35", BOOTS.resolve("disk-grub/pcrs.json").toString()).exit())
                .isEqualTo(2);
        Run unknown = add("q35", log("disk-grub"), "--match", "colour=blue");
        Run noSettings = Run.of("profile", "add", log("disk-grub"), "--name", "q35", "--baselines", folder.toString());

        assertThat(unknown.err()).contains("unknown field 'colour'");
        assertThat(noSettings.err()).contains("is no baselines repository");
        assertThat(baselines.resolve("hardware")).doesNotExist();
    }

    @Test
    void a_profile_that_exists_is_not_overwritten() {
        assertThat(add("q35", log("disk-grub")).exit()).isZero();

        Run again = add("q35", log("uki"));

        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.err()).contains("exists: remove it first");
        assertThat(baselines.resolve("hardware/q35/eventlog.bin"))
                .hasSameBinaryContentAs(BOOTS.resolve("disk-grub/eventlog.bin"));
    }

    /** A node's own log claims a size of 0, and may be read only once when it comes through a pipe. */
    @Test
    void a_log_that_claims_a_size_of_0_is_kept_as_a_whole() throws IOException, InterruptedException {
        Path pipe = folder.resolve("binary_bios_measurements");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        // The shell opens the pipe, which waits for a reader.
        Process writer = new ProcessBuilder("sh", "-c", "exec cat " + log("disk-grub") + " > " + pipe).start();

        Run run = add("q35", pipe.toString());

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(writer.waitFor()).isZero();
        assertThat(baselines.resolve("hardware/q35/eventlog.bin"))
                .hasSameBinaryContentAs(BOOTS.resolve("disk-grub/eventlog.bin"));
    }

    @Test
    void what_a_killed_run_has_left_is_no_profile() throws IOException {
        Path left = Files.createDirectories(baselines.resolve(".hallmark/profile-1"));
        Files.writeString(left.resolve("eventlog.bin"), "half of it");

        Run run = add("q35", log("disk-grub"));

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(Run.of("check", baselines.toString()).exit()).isZero();
        assertThat(baselines.resolve("hardware").toFile().list()).containsExactly("q35");
        assertThat(left.getParent().toFile().list()).containsExactly("profile-1");
    }

    @Test
    void a_profile_and_a_digest_file_have_the_mode_that_the_umask_leaves() throws IOException {
        Path folders = Files.createDirectory(folder.resolve("mine"));
        Path file = Files.createFile(folder.resolve("mine/file"));
        Path digests = folder.resolve("digests");

        assertThat(add("q35", log("disk-grub")).exit()).isZero();
        assertThat(Run.of("digest", log("disk-grub"), "-o", digests.toString()).exit())
                .isZero();

        assertThat(Files.getPosixFilePermissions(baselines.resolve("hardware/q35")))
                .isEqualTo(Files.getPosixFilePermissions(folders));
        assertThat(Files.getPosixFilePermissions(baselines.resolve("hardware/q35/eventlog.bin")))
                .isEqualTo(Files.getPosixFilePermissions(file));
        assertThat(Files.getPosixFilePermissions(digests)).isEqualTo(Files.getPosixFilePermissions(file));
    }

    private Run add(String name, String... more) {
        java.util.ArrayList<String> arguments = new java.util.ArrayList<>(
                List.of("profile", "add", "--name", name, "--baselines", baselines.toString()));
        arguments.addAll(List.of(more));
        return Run.of(arguments.toArray(String[]::new));
    }

    private static String log(String recording) {
        return BOOTS.resolve(recording).resolve("eventlog.bin").toString();
    }
}
