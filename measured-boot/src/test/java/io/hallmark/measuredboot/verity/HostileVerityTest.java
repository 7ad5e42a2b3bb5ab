package io.hallmark.measuredboot.verity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.measure.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Superblocks that lie, files that end early, and calls that would destroy something. */
class HostileVerityTest {
    private static final VerityParameters USUAL = VerityParameters.usual(new VeritySeed("image").salt());

    @TempDir
    Path folder;

    private Path data;
    private ByteBuffer superblock;
    private Digest root;
    private byte[] good;

    @BeforeEach
    void make() throws IOException {
        data = Files.write(folder.resolve("data"), new byte[300 * 4096]);
        root = VerityFormat.format(
                        data,
                        HashArea.ownFile(folder.resolve("hashes")),
                        USUAL,
                        new UUID(1, 2),
                        OptionalLong.empty(),
                        Progress.NONE)
                .rootHash();
        good = Files.readAllBytes(folder.resolve("hashes"));
        superblock = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void a_file_without_a_superblock_is_told_so() throws IOException {
        superblock.put(0, (byte) 'V');
        refused("hashes at offset 0: superblock, byte 0: there is no dm-verity superblock");
    }

    @Test
    void a_file_that_ends_within_the_superblock_is_refused() throws IOException {
        Files.write(folder.resolve("hashes"), new byte[511]);
        assertThat(damage().message()).contains("no room for a superblock of 512 bytes; the file ends at 511");
    }

    @Test
    void another_version_is_not_guessed_at() throws IOException {
        superblock.putInt(8, 2);
        refused("byte 8: version 2 of the superblock is not known");
    }

    @Test
    void block_sizes_are_powers_of_two_from_512_to_524288() throws IOException {
        for (int size : new int[] {0, 1, 256, 3000, 4095, 1024 * 1024, -1, Integer.MIN_VALUE}) {
            superblock.putInt(64, size);
            refused("the data block size is a power of two from 512 to 524288 bytes");
        }
    }

    @Test
    void the_hash_block_size_is_checked_too() throws IOException {
        superblock.putInt(68, 256);
        refused("the hash block size is a power of two");
    }

    @Test
    void a_number_of_blocks_that_no_file_can_hold_is_refused() throws IOException {
        for (long blocks : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE / 4096 + 1}) {
            superblock.putLong(72, blocks);
            assertThat(write().message()).containsAnyOf("more than a file can hold", "at least one whole data block");
        }
        superblock.putLong(72, 0);
        refused("at least one whole data block");
    }

    @Test
    void more_blocks_than_the_image_has_are_not_read() throws IOException {
        superblock.putLong(72, 1L << 40);
        refused("data: ends at 1228800, within data block 300 of 1099511627776");
    }

    @Test
    void fewer_blocks_than_the_tree_was_made_for_are_noticed() throws IOException {
        superblock.putLong(72, 299);
        refused("the hash tree has digests of more than 299 data blocks");
    }

    @Test
    void a_salt_that_is_too_long_is_refused() throws IOException {
        superblock.putShort(80, (short) 257);
        refused("a salt has at most 256 bytes, not 257");
    }

    @Test
    void an_unknown_algorithm_is_shown_without_what_could_harm_a_terminal() throws IOException {
        superblock.put(32, "\33[31mx".getBytes(StandardCharsets.US_ASCII));
        assertThat(write().message()).contains("byte 32: hash algorithm").doesNotContain("\33");
    }

    @Test
    void a_tree_that_is_cut_off_is_refused() throws IOException {
        Files.write(folder.resolve("hashes"), java.util.Arrays.copyOf(good, good.length - 1));
        assertThat(damage().message()).contains("hashes: ends at " + (good.length - 1), "the hash tree reaches to");
    }

    @Test
    void a_root_hash_of_another_algorithm_is_told_apart() {
        Verification result = VerityCheck.check(
                data, HashArea.ownFile(folder.resolve("hashes")), Optional.empty(), Bank.SHA1.zero(), Progress.NONE);
        assertThat(result.damage().orElseThrow().message()).contains("sha256", "sha1");
    }

    @Test
    void the_root_hash_of_another_image_is_told_at_the_top() {
        Verification result = VerityCheck.check(
                data, HashArea.ownFile(folder.resolve("hashes")), Optional.empty(), Bank.SHA256.zero(), Progress.NONE);
        assertThat(result.damage().orElseThrow().message()).contains("hash block 0 of level 1", "another image");
    }

    @Test
    void an_image_that_ends_within_a_block_is_refused_unless_that_is_wanted() throws IOException {
        Files.write(data, new byte[4196]);

        assertThatThrownBy(() -> VerityFormat.rootHash(data, USUAL, OptionalLong.empty(), Progress.NONE))
                .isInstanceOf(MeasuredBootException.class)
                .hasMessageContaining("the last 100 of 4196 bytes are no whole block of 4096");
        assertThat(VerityFormat.rootHash(data, USUAL, OptionalLong.of(1), Progress.NONE)
                        .layout()
                        .dataBlocks())
                .isEqualTo(1);
    }

    @Test
    void a_hash_area_within_the_data_is_refused_and_the_image_stays_as_it_was() throws IOException {
        byte[] before = Files.readAllBytes(data);

        assertThatThrownBy(() -> VerityFormat.format(
                        data,
                        new HashArea(data, 4096, true),
                        USUAL,
                        new UUID(1, 2),
                        OptionalLong.of(300),
                        Progress.NONE))
                .hasMessageContaining("the data has only 4096 bytes");
        assertThat(Files.readAllBytes(data)).isEqualTo(before);
    }

    @Test
    void what_was_added_behind_an_image_is_taken_away_when_writing_fails() throws IOException {
        byte[] before = Files.readAllBytes(data);
        Progress failing = (done, total) -> {
            throw new MeasuredBootException("stopped");
        };

        assertThatThrownBy(() -> VerityFormat.format(
                        data,
                        new HashArea(data, before.length, true),
                        USUAL,
                        new UUID(1, 2),
                        OptionalLong.empty(),
                        failing))
                .hasMessage("stopped");
        assertThat(Files.readAllBytes(data)).isEqualTo(before);
    }

    @Test
    void a_missing_file_is_named() {
        assertThatThrownBy(
                        () -> VerityFormat.rootHash(folder.resolve("none"), USUAL, OptionalLong.empty(), Progress.NONE))
                .hasMessageContaining("none: there is no such file");
    }

    @Test
    void salt_and_uuid_follow_from_the_seed_as_documented() {
        // printf 'hallmark dm-verity salt v1\0image' | sha256sum, and the same with uuid
        VeritySeed seed = new VeritySeed("image");

        assertThat(seed.salt().hex()).isEqualTo("62f2dd92eda6c62e5a899aada5c88b7aca4f9feca7044c12b25da4d98d76601d");
        assertThat(seed.uuid()).hasToString("984f2110-b2a5-8a5c-8291-b9ed93d55fb0");
    }

    private void refused(String message) throws IOException {
        assertThat(write().message()).contains(message);
    }

    private Damage write() throws IOException {
        Files.write(folder.resolve("hashes"), superblock.array());
        return damage();
    }

    private Damage damage() {
        return VerityCheck.check(
                        data, HashArea.ownFile(folder.resolve("hashes")), Optional.empty(), root, Progress.NONE)
                .damage()
                .orElseThrow();
    }
}
