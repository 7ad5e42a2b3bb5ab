package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input gives one clear line, exit code 2, no stack trace, and nothing is written. */
class BadInputTest {
    @TempDir
    Path folder;

    private Sandbox sandbox;
    private String main;
    private String proposal;

    @BeforeEach
    void demo() throws IOException {
        sandbox = Sandbox.afterDemo(folder);
        main = sandbox.head("main");
        proposal = sandbox.head("hallmark/sample");
    }

    @Test
    void an_unknown_field_is_named_with_its_place() throws IOException {
        change("cmdline:", "cmdlin:");

        refused(sandbox.propose(), "hallmark.yaml:15:", "unknown field 'cmdlin'", "did you mean 'cmdline'?");
    }

    @Test
    void a_missing_artifact_is_named_with_its_place() throws IOException {
        Files.delete(sandbox.image().resolve("boot/vmlinuz"));

        refused(sandbox.propose(), "hallmark.yaml:8:", "artifact 'kernel'", "boot/vmlinuz");
    }

    @Test
    void a_path_that_leaves_the_repository_by_a_link_is_refused() throws IOException {
        Path kernel = sandbox.image().resolve("boot/vmlinuz");
        Files.delete(kernel);
        Files.createSymbolicLink(kernel, Files.writeString(folder.resolve("outside"), "x"));

        refused(sandbox.propose(), "artifact 'kernel'");
    }

    @Test
    void an_unresolved_lfs_pointer_is_never_hashed() throws IOException {
        sandbox.write(
                "boot/vmlinuz",
                "version https://git-lfs.github.com/spec/v1\noid sha256:"
                        + "03c24de4e6cd8b41673498c78fe5eb5a47a05d56ad7ecef07a19c4241b1a663a\nsize 12345\n");

        refused(sandbox.propose(), "artifact 'kernel'", "git lfs pull");
    }

    @Test
    void a_damaged_pe_file_is_named_with_the_offset() throws IOException {
        byte[] image = Files.readAllBytes(sandbox.image().resolve("boot/vmlinuz"));
        Files.write(sandbox.image().resolve("boot/vmlinuz"), java.util.Arrays.copyOf(image, 0x420));

        refused(sandbox.propose(), "artifact 'kernel'", "offset");
    }

    @Test
    void an_unknown_profile_is_named() throws IOException {
        change("[qemu-q35-disk]", "[dell-r650]");

        refused(sandbox.propose(), "hardware profile 'dell-r650' is not known", "hallmark profile add");
    }

    @Test
    void a_pipe_is_not_waited_for() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        refused(Run.of("digest", pipe.toString()), pipe + " is no plain file");
    }

    @Test
    void a_reference_log_that_ends_early_makes_no_profile() throws IOException {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        Files.writeString(tree.resolve("hallmark.yaml"), "banks: [sha256]\n");
        byte[] log = Files.readAllBytes(Fixtures.path("boots/pxe-ipxe/eventlog.bin"));
        Path cut = Files.write(folder.resolve("cut.bin"), java.util.Arrays.copyOf(log, log.length - 10));

        refused(
                Run.of("profile", "add", cut.toString(), "--name", "cut", "--baselines", tree.toString()),
                "reference log 1 of hardware profile 'cut'",
                "read the whole log on the node again");
        assertThat(tree.resolve("hardware")).doesNotExist();
    }

    @Test
    void a_file_that_is_no_log_is_refused() throws IOException {
        Path log = Files.writeString(folder.resolve("no.log"), "this is no event log at all, but it has some length");

        refused(Run.of("eventlog", "show", log.toString()), "no.log", "no TCG event log");
        refused(Run.of("eventlog", "replay", folder.resolve("missing").toString()), "missing");
    }

    @Test
    void a_repository_that_is_not_there_is_named() {
        Run run = Run.of(
                "check",
                folder.resolve("nothing").toString(),
                "--cache",
                folder.resolve("cache").toString());

        assertThat(run.exit()).isIn(2, 3);
        assertThat(run.err().strip().lines().count()).isEqualTo(1);
        assertThat(run.err()).contains("nothing");
    }

    @Test
    void wrong_usage_exits_with_2() {
        assertThat(Run.of("propose").exit()).isEqualTo(2);
        assertThat(Run.of("frobnicate").exit()).isEqualTo(2);
        assertThat(Run.of("--help").exit()).isZero();
    }

    @Test
    void a_shell_completes_the_command() {
        Run run = Run.of("generate-completion");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("propose").contains("--baselines");
    }

    private void change(String from, String to) throws IOException {
        Path file = sandbox.image().resolve("hallmark.yaml");
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private void refused(Run run, String... parts) throws IOException {
        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().strip().lines()).hasSize(1);
        assertThat(run.err()).startsWith("hallmark: ").contains(parts).doesNotContain("Exception", "\tat ");
        assertThat(sandbox.head("main")).isEqualTo(main);
        assertThat(sandbox.head("hallmark/sample")).isEqualTo(proposal);
    }
}
