package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input gives one clear line, exit code 2, no stack trace, and nothing is written. */
class BadInputTest {
    @TempDir
    Path folder;

    private Sandbox sandbox;
    private Map<String, String> branches;

    @BeforeEach
    void demo() throws IOException {
        sandbox = Sandbox.afterDemo(folder);
        remember();
    }

    /** The state that bad input must not change. */
    private void remember() throws IOException {
        branches = sandbox.branches();
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
    void banks_of_which_a_profile_has_none_are_named_with_those_that_it_has() throws IOException {
        sandbox.merge();
        sandbox.add(
                "hardware/qemu-q35-disk/second.bin",
                Fixtures.path("eventlogs/go-tpm-tools/arch-linux-workstation.bin"));
        sandbox.edit(
                "hardware/qemu-q35-disk/profile.yaml",
                text -> text.replace("logs: [eventlog.bin]", "logs: [eventlog.bin, second.bin]"));
        sandbox.edit("hallmark.yaml", text -> text.replaceFirst("banks: [^\n]*", "banks: [sha512]"));
        remember();
        sandbox.write("boot/loader.conf", "timeout 1\n");

        refused(
                sandbox.propose(),
                "hallmark.yaml asks for sha512",
                "the reference logs of hardware profile 'qemu-q35-disk' have sha1, sha256;");
    }

    @Test
    void a_digest_file_without_sha256_is_refused_with_its_place() throws IOException {
        digestsOfEntry("sha256: [0-9a-f]{64},? ?", "");

        refused(sandbox.propose(), "boot/entry.digests:", "field 'sha256' is missing");
    }

    @Test
    void a_digest_file_whose_content_is_not_of_its_digests_is_refused_with_its_place() throws IOException {
        digestsOfEntry("ttyS0", "ttyS1");

        refused(
                sandbox.propose(),
                "boot/entry.digests:",
                "this content is not what the size and the digests beside it");
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
        byte[] log = Files.readAllBytes(Fixtures.path("boots/pxe-ipxe/eventlog.bin"));
        Path cut = Files.write(folder.resolve("cut.bin"), java.util.Arrays.copyOf(log, log.length - 10));

        refused(
                Run.of("profile", "add", cut.toString(), "--name", "cut", "--baselines", tree().toString()),
                "reference log 1 of hardware profile 'cut'",
                "read the whole log on the node again");
        assertThat(tree().resolve("hardware")).doesNotExist();
    }

    @Test
    void a_file_that_is_no_log_is_refused() throws IOException {
        Path log = Files.writeString(folder.resolve("no.log"), "this is no event log at all, but it has some length");

        refused(Run.of("eventlog", "show", log.toString()), "no.log", "no TCG event log");
        refused(Run.of("eventlog", "replay", folder.resolve("missing").toString()), "missing");
    }

    @Test
    void content_of_another_digest_than_the_description_gives_is_refused() throws IOException {
        String url = Files.writeString(folder.resolve("initrd-2026"), "another initrd")
                .toUri()
                .toString();
        change("initrd:       boot/initrd.img", "initrd: {url: \"" + url + "\", sha256: " + "a7".repeat(32) + "}");

        refused(sandbox.propose(), "hallmark.yaml:9:", "artifact 'initrd'", url, "has not the SHA-256 a7a7");
    }

    @Test
    void a_malformed_digest_file_is_named_with_its_place() throws IOException {
        sandbox.write(
                "boot/kernel.digests",
                "schema: hallmark/digests/v1\nfiles:\n  - name: vmlinuz\n    size: 12\n    sha256: 12ab\n");
        change("kernel:       boot/vmlinuz", "kernel:       {digests: boot/kernel.digests}");

        refused(sandbox.propose(), "hallmark.yaml:8:", "artifact 'kernel'", "boot/kernel.digests:");
    }

    @Test
    void more_mixes_than_the_settings_allow_are_counted() throws IOException {
        sandbox.merge();
        sandbox.settings("roll-out:\n  mixes: all\n  max-sets: 3\n");
        remember();
        sandbox.write("boot/loader.conf", "timeout 1\n");
        sandbox.write("boot/entry.conf", "title Sample\nlinux /vmlinuz\ninitrd /initrd.img\noptions quiet\n");
        Files.writeString(sandbox.image().resolve("boot/initrd.img"), "a third one");

        refused(sandbox.propose(), "3 parts changed at once", "6 mixes", "raise 'max-sets'");
    }

    @Test
    void a_broken_baseline_is_named_with_its_place() throws IOException {
        sandbox.merge();
        sandbox.edit("baselines/sample/disk/qemu-q35-disk.yaml", text -> text.replaceFirst("hardware:", "hardwear:"));
        remember();
        sandbox.write("boot/loader.conf", "timeout 1\n");

        refused(sandbox.propose(), "baselines/sample/disk/qemu-q35-disk.yaml:", "did you mean 'hardware'?");
    }

    @Test
    void a_baseline_that_is_no_yaml_is_named_with_its_place() throws IOException {
        sandbox.merge();
        sandbox.edit("baselines/sample/disk/qemu-q35-disk.yaml", text -> "accepted: [{\n" + text);
        remember();

        refused(sandbox.propose(), "baselines/sample/disk/qemu-q35-disk.yaml:");
    }

    @Test
    void what_was_taken_from_a_node_must_be_there_for_a_profile_to_be_made() throws IOException {
        Path missing = folder.resolve("missing.json");

        refused(
                profile("--variables", missing.toString()),
                missing + " can't be read: there is no such file",
                "name a dump");
        refused(
                profile("--pcrs", missing.toString()),
                missing + " can't be read: there is no such file",
                "name the PCR");
        refused(profile("--pcrs", folder.toString()), folder + " can't be read: Is a directory");
        assertThat(tree()).isDirectoryNotContaining("glob:**hardware").isDirectoryNotContaining("glob:**.hallmark");
    }

    @Test
    void a_profile_that_can_not_be_written_leaves_nothing_behind() throws IOException {
        Path hardware = Files.writeString(tree().resolve("hardware"), "no folder");

        refused(profile(), "hallmark: " + hardware + ": ", "stands where a folder is needed; check the path");
        assertThat(hardware).hasContent("no folder");
        assertThat(tree().resolve(".hallmark")).isEmptyDirectory();
    }

    @Test
    void output_goes_to_a_folder_that_is_there_only() throws IOException {
        Path kernel = sandbox.image().resolve("boot/vmlinuz");
        Path file = folder.resolve("nowhere/kernel.digests");

        refused(
                Run.of("digest", kernel.toString(), "-o", file.toString()),
                file + " can't be written: there is no such file or folder; name a file in a folder that is there");
        refused(
                Run.of("digest", kernel.toString(), "-o", folder.toString()),
                folder + " can't be written: it is a folder; name a file");
        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void a_repository_that_is_not_there_is_named() {
        Run run = Run.of(
                "check",
                folder.resolve("nothing").toString(),
                "--cache",
                folder.resolve("cache").toString());

        assertThat(run.exit()).isEqualTo(2);
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

    /** A working tree of a baselines repository that has no profile yet. */
    private Path tree() throws IOException {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        Files.writeString(tree.resolve("hallmark.yaml"), "banks: [sha256]\n");
        return tree;
    }

    private Run profile(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("profile", "add", "--name", "q35", "--baselines"));
        arguments.add(tree().toString());
        arguments.add(Fixtures.path("boots/disk-grub/eventlog.bin").toString());
        arguments.addAll(List.of(more));
        return Run.of(arguments.toArray(String[]::new));
    }

    /** The loader entry by a digest file of it that somebody has edited. */
    private void digestsOfEntry(String pattern, String replacement) throws IOException {
        Run digest = Run.of("digest", sandbox.image().resolve("boot/entry.conf").toString());
        assertThat(digest.out()).containsPattern(pattern);
        sandbox.write("boot/entry.digests", digest.out().replaceFirst(pattern, replacement));
        change("boot/entry.conf", "{digests: boot/entry.digests}");
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
        assertThat(sandbox.branches()).isEqualTo(branches);
    }
}
