package io.hallmark.measuredboot.verity;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.Tool;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.measure.Progress;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ours beside the real veritysetup, with parameters drawn at random (the same ones in every run). */
class VeritysetupTest {
    private static final Pattern ROOT_HASH = Pattern.compile("Root hash:\\s+([0-9a-f]+)");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void both_make_the_same_bytes_and_accept_them(int seed) throws IOException {
        Tools.require("veritysetup");
        Random random = new Random(seed);
        Drawn drawn = Drawn.of(random);
        Path ours = drawn.writeData(folder.resolve("ours"), random);
        Path theirs = Files.copy(ours, folder.resolve("theirs"));
        HashArea area = drawn.area(ours, folder.resolve("ours.hash"));

        VerityTree tree = VerityFormat.format(
                ours, area, drawn.parameters, drawn.uuid, OptionalLong.of(drawn.dataBlocks), Progress.NONE);
        Path theirHashes = drawn.sameFile ? theirs : folder.resolve("theirs.hash");
        String said = veritysetup(drawn.arguments("format", theirs, theirHashes));

        Matcher root = ROOT_HASH.matcher(said);
        assertThat(root.find()).as(said).isTrue();
        assertThat(tree.rootHash().hex()).isEqualTo(root.group(1));
        assertThat(Files.mismatch(area.file(), theirHashes))
                .as("first byte that differs")
                .isEqualTo(-1);

        List<String> verify = drawn.arguments("verify", ours, area.file());
        verify.add(tree.rootHash().hex());
        veritysetup(verify);
        Optional<TreeLayout> known = drawn.superblock ? Optional.empty() : Optional.of(tree.layout());
        assertThat(VerityCheck.check(ours, area, known, tree.rootHash(), Progress.NONE)
                        .damage())
                .isEmpty();
    }

    private String veritysetup(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("veritysetup"));
        command.addAll(arguments);
        return new String(Tool.run(folder, new byte[0], command.toArray(String[]::new)), StandardCharsets.UTF_8);
    }

    /** What one run is made of. */
    private record Drawn(
            VerityParameters parameters,
            UUID uuid,
            boolean superblock,
            boolean sameFile,
            long dataBlocks,
            long size,
            long hashOffset) {

        static Drawn of(Random random) {
            List<Bank> banks = List.of(Bank.SHA256, Bank.SHA1, Bank.SHA512, Bank.SHA384);
            byte[] salt = new byte[random.nextBoolean() ? random.nextInt(257) : 32 * random.nextInt(2)];
            random.nextBytes(salt);
            VerityParameters parameters = new VerityParameters(
                    HashType.of(random.nextInt(4) == 0 ? 0 : 1),
                    banks.get(random.nextInt(banks.size())),
                    512 << random.nextInt(5),
                    512 << random.nextInt(5),
                    new Salt(salt));
            long blocks = 1L + random.nextInt(random.nextBoolean() ? 40 : 3000);
            long size = blocks * parameters.dataBlockSize();
            boolean sameFile = random.nextInt(3) == 0;
            // Behind the data, at the next hash block, which every version of veritysetup takes.
            long block = parameters.hashBlockSize();
            long offset = sameFile ? (size + block - 1) / block * block : 0;
            boolean superblock = random.nextInt(3) > 0;
            return new Drawn(
                    parameters,
                    new UUID(random.nextLong(), random.nextLong()),
                    superblock,
                    sameFile,
                    blocks,
                    size,
                    offset);
        }

        Path writeData(Path file, Random random) throws IOException {
            byte[] data = new byte[(int) size];
            random.nextBytes(data);
            return Files.write(file, data);
        }

        HashArea area(Path data, Path own) {
            return new HashArea(sameFile ? data : own, hashOffset, superblock);
        }

        List<String> arguments(String action, Path data, Path hashes) {
            List<String> arguments = new ArrayList<>(List.of(
                    action,
                    "--hash=" + parameters.algorithm().label(),
                    "--data-block-size=" + parameters.dataBlockSize(),
                    "--hash-block-size=" + parameters.hashBlockSize(),
                    "--format=" + parameters.hashType().number(),
                    "--salt=" + parameters.salt().hex(),
                    "--data-blocks=" + dataBlocks,
                    "--hash-offset=" + hashOffset));
            arguments.add(superblock ? "--uuid=" + uuid : "--no-superblock");
            arguments.add(data.toString());
            arguments.add(hashes.toString());
            return arguments;
        }
    }
}
