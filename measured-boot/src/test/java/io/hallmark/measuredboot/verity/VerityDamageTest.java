package io.hallmark.measuredboot.verity;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.measure.Progress;
import io.hallmark.measuredboot.verity.Damage.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.assertj.core.api.InstanceOfAssertFactories;

/** One bit that differs is found, and the block that holds it is named. */
class VerityDamageTest {
    private static final int DATA_BLOCK = 512;
    private static final int HASH_BLOCK = 1024;
    private static final int DATA_BLOCKS = 1500;
    /** 1500 digests, 32 a block, three levels. */
    private static final int[] LEVELS = {47, 2, 1};

    private static final int UUID_AT = 16;

    private static Path folder;
    private static Path data;
    private static Path hashes;
    private static byte[] goodData;
    private static byte[] goodHashes;
    private static Digest root;

    @BeforeContainer
    static void make() throws IOException {
        folder = Files.createTempDirectory("verity-damage");
        data = folder.resolve("data");
        hashes = folder.resolve("hashes");
        goodData = new byte[DATA_BLOCKS * DATA_BLOCK];
        new Random(1).nextBytes(goodData);
        Files.write(data, goodData);
        VerityParameters parameters = new VerityParameters(
                HashType.SALT_FIRST, Bank.SHA256, DATA_BLOCK, HASH_BLOCK, new VeritySeed("test").salt());
        root = VerityFormat.format(
                        data, HashArea.ownFile(hashes), parameters, new UUID(1, 2), OptionalLong.empty(), Progress.NONE)
                .rootHash();
        goodHashes = Files.readAllBytes(hashes);
    }

    @AfterContainer
    static void delete() throws IOException {
        Files.delete(data);
        Files.delete(hashes);
        Files.delete(folder);
    }

    @Property(tries = 100)
    void a_flipped_bit_of_the_data(@ForAll @IntRange(max = DATA_BLOCKS * DATA_BLOCK * 8 - 1) int bit)
            throws IOException {
        Damage damage = damage(flipped(goodData, bit), goodHashes).orElseThrow();

        int block = bit / 8 / DATA_BLOCK;
        assertThat(damage.part()).isEqualTo(Part.DATA);
        assertThat(damage.block()).isEqualTo(block);
        assertThat(damage.offset()).isEqualTo((long) block * DATA_BLOCK);
        assertThat(damage.badBlocks()).isEqualTo(1);
        assertThat(damage.message()).contains("data block " + block + ", at offset " + block * DATA_BLOCK);
    }

    @Property(tries = 100)
    void a_flipped_bit_of_the_hash_tree(@ForAll @IntRange(max = (47 + 2 + 1) * HASH_BLOCK * 8 - 1) int bit)
            throws IOException {
        Damage damage =
                damage(goodData, flipped(goodHashes, HASH_BLOCK * 8 + bit)).orElseThrow();

        int fromTop = bit / 8 / HASH_BLOCK;
        int level = fromTop == 0 ? 2 : fromTop < 3 ? 1 : 0;
        int block = fromTop == 0 ? 0 : fromTop < 3 ? fromTop - 1 : fromTop - 3;
        assertThat(damage.part()).isEqualTo(Part.HASH_TREE);
        assertThat(damage.block()).isEqualTo(block);
        assertThat(damage.offset()).isEqualTo((long) (fromTop + 1) * HASH_BLOCK);
        assertThat(damage.badBlocks()).isEqualTo(1);
        assertThat(damage.message()).contains("hash block " + block + " of level " + level);
    }

    @Property(tries = 300)
    void a_flipped_bit_of_the_superblock_but_for_its_uuid(@ForAll @IntRange(max = Superblock.SIZE * 8 - 1) int bit)
            throws IOException {
        Assume.that(bit / 8 < UUID_AT || bit / 8 >= UUID_AT + 16);

        assertThat(damage(goodData, flipped(goodHashes, bit))).isPresent();
    }

    @Property(tries = 100)
    void random_bytes_in_place_of_a_superblock_are_damage_and_nothing_worse(@ForAll Random random) throws IOException {
        byte[] bytes = goodHashes.clone();
        byte[] fields = new byte[24];
        random.nextBytes(fields);
        // Block sizes, number of blocks and size of the salt, behind a good start.
        System.arraycopy(fields, 0, bytes, 64, fields.length);

        assertThat(damage(goodData, bytes)).isPresent();
    }

    @Property(tries = 1)
    void levels_are_laid_out_as_this_test_assumes() throws IOException {
        Superblock superblock = Superblock.read(Arrays.copyOf(goodHashes, Superblock.SIZE), "here");

        assertThat(superblock.layout().levels())
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly((long) LEVELS[0], (long) LEVELS[1], (long) LEVELS[2]);
        assertThat(HexFormat.of().formatHex(superblock.bytes()))
                .isEqualTo(HexFormat.of().formatHex(goodHashes, 0, Superblock.SIZE));
        assertThat(damage(goodData, goodHashes)).isEmpty();
    }

    private static Optional<Damage> damage(byte[] dataBytes, byte[] hashBytes) throws IOException {
        Files.write(data, dataBytes);
        Files.write(hashes, hashBytes);
        return VerityCheck.check(data, HashArea.ownFile(hashes), Optional.empty(), root, Progress.NONE)
                .damage();
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] copy = bytes.clone();
        copy[bit / 8] ^= (byte) (1 << bit % 8);
        return copy;
    }
}
