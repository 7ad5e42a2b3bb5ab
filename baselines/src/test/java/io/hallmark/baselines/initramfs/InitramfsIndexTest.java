package io.hallmark.baselines.initramfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Archives made with the tools that distributions use. */
class InitramfsIndexTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip -9n       | gzip       | gzip",
                "xz -9 --check=crc32 | xz    | xz",
                "xz --format=lzma    | lzma  | xz",
                "zstd -q -19    | zstd       | zstd",
                "bzip2 -9       | bzip2      | bzip2",
                "lz4 -q -l -9   | lz4_legacy | lz4",
                "lz4 -q -9      | lz4_frame  | lz4",
                "cat            | none       | cat"
            })
    void every_compression_gives_the_same_files(String command, String label, String program) throws Exception {
        Tools.require("cpio");
        Tools.require(program);
        tree("one");
        Path image = pack(command);

        InitramfsIndex index = InitramfsIndex.of(image);

        assertThat(index.compressions()).containsExactly(label);
        assertThat(index.files().keySet()).contains("init", "etc/hostname", "lib/modules/6.1.0/a.ko");
        assertThat(index.files().get("init").what())
                .isEqualTo("100755 4 2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806");
        assertThat(index.files().get("sbin").what()).isEqualTo("120777 -> usr/sbin");
    }

    @Test
    void early_microcode_before_a_compressed_archive_is_read_too() throws Exception {
        Tools.require("cpio");
        tree("one");
        Path plain = pack("cat");
        Path packed = folder.resolve("packed");
        Files.write(packed, Files.readAllBytes(plain));
        Path compressed = pack("xz -9 --check=crc32");
        Path joined = folder.resolve("joined");
        Files.write(joined, Files.readAllBytes(packed));
        Files.write(joined, Files.readAllBytes(compressed), java.nio.file.StandardOpenOption.APPEND);

        assertThat(InitramfsIndex.of(joined).compressions()).containsExactly("none", "xz");
    }

    @Test
    void changes_are_told_file_by_file_and_modules_by_release() throws Exception {
        Tools.require("cpio");
        tree("one");
        InitramfsIndex before = InitramfsIndex.of(pack("gzip"));
        tree("two");
        Files.writeString(folder.resolve("tree/etc/new"), "x");
        Files.delete(folder.resolve("tree/etc/hostname"));
        Path modules = Files.createDirectories(folder.resolve("tree/lib/modules/6.1.1"));
        Files.move(folder.resolve("tree/lib/modules/6.1.0/a.ko"), modules.resolve("a.ko"));
        InitramfsIndex after = InitramfsIndex.of(pack("xz --check=crc32"));

        List<String> words = InitramfsChange.words(before, after);

        assertThat(words)
                .contains(
                        "packed as xz, was gzip",
                        "1 kernel module of 6.1.0 replaced by 1 of 6.1.1",
                        "inside: etc/hostname removed",
                        "inside: etc/new added",
                        "inside: init changed (another content of the same size)");
        assertThat(InitramfsChange.words(after, after))
                .containsExactly("the files inside are the same; only the packing differs");
    }

    @Test
    void how_a_file_changed_is_told() {
        assertThat(difference("100755 4 aa", "100700 6 bb")).isEqualTo("mode 100755 → 100700, size 4 → 6");
        assertThat(difference("120777 -> a", "120777 -> b")).isEqualTo("link to a became link to b");
        assertThat(difference("120777 -> a", "100644 6 bb"))
                .isEqualTo("mode 120777 → 100644, link to a became file of 6 bytes");
    }

    private static String difference(String before, String after) {
        return new InitramfsIndex.Item(after).differenceTo(new InitramfsIndex.Item(before));
    }

    @Test
    void early_microcode_is_told_by_its_name() {
        InitramfsIndex before = index("kernel/x86/microcode/GenuineIntel.bin", "100644 10 aa");
        InitramfsIndex after = index("kernel/x86/microcode/GenuineIntel.bin", "100644 12 bb");

        assertThat(InitramfsChange.words(before, after))
                .containsExactly("inside: CPU microcode GenuineIntel.bin changed (size 10 → 12)");
    }

    private static InitramfsIndex index(String path, String what) {
        return new InitramfsIndex(
                new java.util.TreeMap<>(java.util.Map.of(path, new InitramfsIndex.Item(what))), java.util.Set.of());
    }

    @ParameterizedTest
    @CsvSource({
        "gzip,gzip",
        "xz --check=crc32,xz",
        "xz --format=lzma,xz",
        "zstd -q,zstd",
        "bzip2,bzip2",
        "lz4 -q -l,lz4"
    })
    void damage_anywhere_is_one_kind_of_failure(String command, String program) throws Exception {
        Tools.require("cpio");
        Tools.require(program);
        tree("one");
        byte[] image = Files.readAllBytes(pack(command));
        java.util.Random random = new java.util.Random(7);

        for (int i = 0; i < 100; i++) {
            byte[] damaged = image.clone();
            damaged[8 + random.nextInt(image.length - 8)] ^= (byte) (1 + random.nextInt(255));
            Path file = Files.write(folder.resolve("damaged"), damaged);
            try {
                InitramfsIndex.of(file);
            } catch (MeasuredBootException e) {
                assertThat(e).hasMessageContaining("damaged");
            }
        }
    }

    @Test
    void an_index_survives_being_kept() throws Exception {
        Tools.require("cpio");
        tree("one");
        InitramfsIndex index = InitramfsIndex.of(pack("gzip"));

        assertThat(InitramfsIndex.ofBytes("kept", index.toBytes())).isEqualTo(index);
        assertThatThrownBy(() -> InitramfsIndex.ofBytes("kept", "something else\n\n".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("kept");
    }

    @Test
    void damaged_and_linked_lz4_is_refused_with_one_line() throws Exception {
        Tools.require("lz4");
        Tools.require("cpio");
        tree("one");
        byte[] image = Files.readAllBytes(pack("lz4 -q -l"));
        Path cut = Files.write(folder.resolve("cut"), java.util.Arrays.copyOf(image, image.length - 5));
        byte[] large = new byte[300_000];
        new java.util.Random(1).nextBytes(large);
        Files.write(folder.resolve("tree/large"), large);
        Path linked = pack("lz4 -q -BD -B4");

        assertThatThrownBy(() -> InitramfsIndex.of(cut)).isInstanceOf(MeasuredBootException.class);
        assertThatThrownBy(() -> InitramfsIndex.of(linked))
                .isInstanceOf(MeasuredBootException.class)
                .hasMessageContaining("linked blocks");
    }

    private void tree(String tag) throws IOException {
        Path tree = folder.resolve("tree");
        Files.createDirectories(tree.resolve("etc"));
        Files.createDirectories(tree.resolve("lib/modules/6.1.0"));
        Path init = Files.writeString(tree.resolve("init"), tag + "\n");
        init.toFile().setExecutable(true, false);
        Files.writeString(tree.resolve("etc/hostname"), "node\n");
        Files.writeString(tree.resolve("lib/modules/6.1.0/a.ko"), "module".repeat(500));
        if (!Files.exists(tree.resolve("sbin"), java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            Files.createSymbolicLink(tree.resolve("sbin"), Path.of("usr/sbin"));
        }
    }

    private Path pack(String command) throws IOException, InterruptedException {
        Path image = folder.resolve("image-" + Integer.toHexString(command.hashCode()));
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "umask 022; cd tree && find . -mindepth 1 | LC_ALL=C sort | cpio -o -H newc --quiet | "
                                + command + " > "
                                + image.getFileName() + ".part && mv " + image.getFileName() + ".part ../"
                                + image.getFileName())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return image;
    }
}
