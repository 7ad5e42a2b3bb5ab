package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** dm-verity from the command line. */
class VerityCommandsTest {
    @TempDir
    Path folder;

    private String image;
    private String hashes;

    @BeforeEach
    void make() throws IOException {
        byte[] data = new byte[200 * 4096];
        new Random(1).nextBytes(data);
        image = Files.write(folder.resolve("rootfs.img"), data).toString();
        hashes = folder.resolve("rootfs.verity").toString();
    }

    @Test
    void what_is_formatted_is_verified_with_its_root_hash() {
        Run format = Run.of("verity", "format", image, "--hash-file", hashes);
        String root = rootHash();

        assertThat(format.exit()).as(format.err()).isZero();
        assertThat(format.out())
                .contains("rootHash")
                .contains(root)
                .contains("dataBlocks")
                .contains("200");
        Run verify = Run.of("verity", "verify", image, root, "--hash-file", hashes);
        assertThat(verify.exit()).as(verify.err()).isZero();
        assertThat(verify.out()).isEqualTo("verified\n");
    }

    @Test
    void a_damaged_block_is_a_finding_that_names_it() throws IOException {
        Run.of("verity", "format", image, "--hash-file", hashes);
        String root = rootHash();
        try (RandomAccessFile file = new RandomAccessFile(image, "rw")) {
            file.seek(17 * 4096 + 5);
            file.write(file.read() ^ 1);
        }

        Run verify = Run.of("verity", "verify", image, root, "--hash-file", hashes);
        Run json = Run.of("verity", "verify", image, root, "--hash-file", hashes, "--json");

        assertThat(verify.exit()).isEqualTo(1);
        assertThat(verify.out()).startsWith("damaged: ").contains("data block 17, at offset 69632");
        assertThat(json.exit()).isEqualTo(1);
        assertThat(json.out())
                .containsPattern("\"block\": ?17")
                .containsPattern("\"part\": ?\"data\"")
                .containsPattern("\"verified\": ?false");
    }

    @Test
    void a_tree_behind_the_image_is_found_by_its_offset() {
        String root = rootHash();

        Run format = Run.of("verity", "format", image, "--append");

        assertThat(format.exit()).as(format.err()).isZero();
        assertThat(format.out()).contains(root);
        assertThat(Run.of("verity", "verify", image, root, "--hash-offset", "819200")
                        .exit())
                .isZero();
        Run without = Run.of("verity", "verify", image, root);
        assertThat(without.exit()).isEqualTo(2);
        assertThat(without.err()).contains("--hash-offset");
    }

    @Test
    void a_tree_without_a_superblock_needs_to_be_told_how_it_was_made() {
        Run.of("verity", "format", image, "--hash-file", hashes, "--no-superblock", "--salt", "-");
        String root = Run.of("verity", "root-hash", image, "--salt", "-").out().strip();

        assertThat(Run.of("verity", "verify", image, root, "--hash-file", hashes, "--no-superblock")
                        .err())
                .contains("--no-superblock needs --data-blocks");
        Run verify = Run.of(
                "verity",
                "verify",
                image,
                root,
                "--hash-file",
                hashes,
                "--no-superblock",
                "--data-blocks",
                "200",
                "--salt",
                "-");
        assertThat(verify.exit()).as(verify.out() + verify.err()).isZero();
    }

    @Test
    void the_same_image_gives_the_same_tree_in_every_build_and_another_seed_another() throws IOException {
        Run.of("verity", "format", image, "--hash-file", hashes);
        byte[] first = Files.readAllBytes(Path.of(hashes));
        Run.of("verity", "format", image, "--hash-file", hashes);

        assertThat(Files.readAllBytes(Path.of(hashes))).isEqualTo(first);
        assertThat(Run.of("verity", "root-hash", image, "--seed", "other").out())
                .isNotEqualTo(rootHash() + "\n");
        assertThat(Run.of("verity", "root-hash", image, "--seed", "rootfs.img").out())
                .isEqualTo(rootHash() + "\n");
    }

    @Test
    void wrong_input_gives_one_line_and_2() {
        refused("use one of", "verity", "root-hash", image, "--hash", "md5");
        refused("power of two", "verity", "root-hash", image, "--data-block-size", "3000");
        refused("64 digits", "verity", "verify", image, "abc", "--hash-file", hashes);
        refused("no such file", "verity", "root-hash", folder.resolve("none").toString());
        refused("two digits a byte", "verity", "root-hash", image, "--salt", "xyz");
        assertThat(Run.of("verity", "format", image).exit()).isEqualTo(2);
    }

    private String rootHash() {
        Run run = Run.of("verity", "root-hash", image);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).matches("[0-9a-f]{64}\n");
        return run.out().strip();
    }

    private static void refused(String part, String... arguments) {
        Run run = Run.of(arguments);
        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        assertThat(run.err().strip().lines()).hasSize(1);
        assertThat(run.err()).contains(part);
    }
}
