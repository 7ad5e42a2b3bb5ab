package io.hallmark.measuredboot.verity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.measure.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What veritysetup made or refused, byte for byte. */
class VectorsTest {
    private static final UUID NOT_WRITTEN = new UUID(0, 0);

    @TempDir
    Path folder;

    static Stream<Vector> made() {
        return Vector.all().stream().filter(Vector::succeeded);
    }

    static Stream<Vector> refused() {
        return Vector.all().stream().filter(vector -> !vector.succeeded());
    }

    @ParameterizedTest
    @MethodSource("made")
    void hash_area_and_root_hash_are_those_of_veritysetup(Vector vector) throws IOException {
        Path data = vector.writeData(folder.resolve("data"));
        HashArea area = vector.has("hash_offset")
                ? new HashArea(data, vector.number("hash_offset"), vector.superblock())
                : new HashArea(folder.resolve("hashes"), 0, vector.superblock());
        UUID uuid = vector.has("uuid") ? UUID.fromString(vector.text("uuid")) : NOT_WRITTEN;

        VerityTree tree =
                VerityFormat.format(data, area, vector.parameters(), uuid, vector.dataBlocks(), Progress.NONE);

        assertThat(tree.rootHash().hex()).isEqualTo(vector.text("root_hash"));
        assertThat(tree.layout().hashBlocks()).isEqualTo(vector.number("hash_blocks_printed"));
        byte[] file = Files.readAllBytes(area.file());
        byte[] written = Arrays.copyOfRange(file, (int) area.offset(), file.length);
        assertThat(written).hasSize(vector.number("hash_area_size"));
        if (vector.superblock()) {
            assertThat(HexFormat.of().formatHex(written, 0, Superblock.SIZE)).isEqualTo(vector.text("superblock_hex"));
        }
        assertThat(Bank.SHA256.hash(written).hex()).isEqualTo(vector.text("hash_area_sha256"));

        Optional<TreeLayout> known = vector.superblock() ? Optional.empty() : Optional.of(tree.layout());
        assertThat(VerityCheck.check(data, area, known, tree.rootHash(), Progress.NONE))
                .isEqualTo(new Verification(Optional.of(tree.layout()), Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("made")
    void the_root_hash_alone_is_the_same(Vector vector) throws IOException {
        Path data = vector.writeData(folder.resolve("data"));

        VerityTree tree = VerityFormat.rootHash(data, vector.parameters(), vector.dataBlocks(), Progress.NONE);

        assertThat(tree.rootHash().hex()).isEqualTo(vector.text("root_hash"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void what_veritysetup_refuses_is_refused_and_nothing_is_written(Vector vector) throws IOException {
        Path data = vector.writeData(folder.resolve("data"));
        HashArea area = HashArea.ownFile(folder.resolve("hashes"));

        assertThatThrownBy(() -> VerityFormat.format(
                        data, area, vector.parameters(), NOT_WRITTEN, vector.dataBlocks(), Progress.NONE))
                .isInstanceOf(MeasuredBootException.class);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(data);
        }
    }
}
