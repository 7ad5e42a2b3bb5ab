package io.hallmark.measuredboot.initramfs;

import static io.hallmark.measuredboot.initramfs.Archives.MICROCODE;
import static io.hallmark.measuredboot.initramfs.Archives.archive;
import static io.hallmark.measuredboot.initramfs.Archives.concat;
import static io.hallmark.measuredboot.initramfs.Archives.entry;
import static io.hallmark.measuredboot.initramfs.Archives.gzip;
import static io.hallmark.measuredboot.initramfs.Archives.read;
import static io.hallmark.measuredboot.initramfs.Archives.trailer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hallmark.measuredboot.Tool;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images as distributions and their tools make them. */
class InitramfsTest {
    @TempDir
    Path folder;

    @Test
    void the_microcode_archive_of_the_recordings_is_read() {
        assertThat(Bank.SHA256.hash(MICROCODE).hex())
                .isEqualTo("6e7b891df0e644badc44e7d18f6ee1e9d63d0e34075400885076a4e57b2af0e2");

        List<Entry> entries = read(MICROCODE);

        assertThat(entries)
                .extracting(Entry::path)
                .containsExactly(
                        "kernel", "kernel/x86", "kernel/x86/microcode", "kernel/x86/microcode/GenuineIntel.bin");
        assertThat(entries.get(0).isDirectory()).isTrue();
        assertThat(entries.get(3).isFile()).isTrue();
        assertThat(entries.get(3).size()).isEqualTo(20);
        assertThat(entries.get(3).sha256()).isEqualTo(sha256("not really microcode"));
    }

    @Test
    void early_microcode_then_a_compressed_archive_are_two_segments() {
        List<Entry> entries = read(concat(MICROCODE, gzip(archive("init", "#!/bin/sh\n"))));

        assertThat(entries).hasSize(5);
        assertThat(entries.get(0).segment()).isEqualTo(new Segment(1, 0, Compression.NONE));
        assertThat(entries.get(4).segment()).isEqualTo(new Segment(2, 1024, Compression.GZIP));
        assertThat(entries.get(4).path()).isEqualTo("init");
    }

    @Test
    void compressed_archives_follow_each_other_with_or_without_zeros_between() {
        byte[] first = gzip(archive("a", "1"));
        byte[] image = concat(first, gzip(archive("b", "2")), new byte[300_001], gzip(archive("c", "3")), new byte[3]);

        assertThat(read(image))
                .extracting(e -> e.segment().number(), Entry::path)
                .containsExactly(tuple(1, "a"), tuple(2, "b"), tuple(3, "c"));
    }

    @Test
    void one_compressed_segment_can_hold_several_archives() {
        byte[] image = gzip(concat(archive("a", "1"), new byte[512], archive("b", "2"), new byte[100]));

        assertThat(read(image)).extracting(Entry::path).containsExactly("a", "b");
    }

    @Test
    void an_archive_that_ends_without_a_trailer_is_taken_when_it_is_not_compressed_as_linux_does() {
        assertThat(read(entry("070701", "a", 0100644, "1", 0)))
                .extracting(Entry::path)
                .containsExactly("a");
    }

    @Test
    void an_image_of_nothing_or_of_zeros_has_no_entries() {
        assertThat(read(new byte[0])).isEmpty();
        assertThat(read(new byte[4096])).isEmpty();
    }

    @Test
    void links_and_their_targets_are_told() throws IOException {
        Files.writeString(folder.resolve("one"), "same");
        Files.createLink(folder.resolve("two"), folder.resolve("one"));
        Files.createSymbolicLink(folder.resolve("link"), Path.of("../usr/bin/one"));

        List<Entry> entries = read(cpio("newc", "link\none\ntwo\n"));

        Entry link = entries.stream().filter(Entry::isSymbolicLink).findFirst().orElseThrow();
        assertThat(link.target()).contains("../usr/bin/one");
        assertThat(link.hostile()).isFalse();
        List<Entry> files = entries.stream().filter(Entry::isFile).toList();
        assertThat(files).hasSize(2);
        assertThat(files.get(1).hardLinkTo()).contains(files.get(0).path());
        assertThat(files).extracting(Entry::sha256).contains(sha256("same"));
    }

    @ParameterizedTest
    @CsvSource({"newc", "crc"})
    void what_gnu_cpio_packs_is_read(String format) throws IOException {
        Files.createDirectories(folder.resolve("usr/lib"));
        byte[] large = new byte[200_003];
        large[17] = 5;
        Files.write(folder.resolve("usr/lib/large.ko"), large);
        Files.writeString(folder.resolve("init"), "#!/bin/sh\n");

        List<Entry> entries = read(gzip(cpio(format, ".\n./init\n./usr\n./usr/lib\n./usr/lib/large.ko\n")));

        assertThat(entries).extracting(Entry::path).containsExactly(".", "init", "usr", "usr/lib", "usr/lib/large.ko");
        assertThat(entries.get(4).sha256()).isEqualTo(Bank.SHA256.hash(large));
        assertThat(entries).noneMatch(Entry::hostile);
    }

    @Test
    void what_the_gzip_program_packs_is_read_with_name_and_time_in_its_header() throws IOException {
        Path file = Files.write(folder.resolve("initrd"), archive("init", "x"));
        byte[] packed = Tool.run(folder, new byte[0], "gzip", "-9", "-N", "-c", file.toString());

        assertThat(read(concat(packed, packed))).extracting(Entry::path).containsExactly("init", "init");
    }

    @ParameterizedTest
    @CsvSource({
        "ZSTD, zstd -19 --check, zstd -dc",
        "ZSTD, zstd -1 --no-check, zstd -dc",
        "LZ4_FRAME, lz4 -9 --content-size, lz4 -dc",
        "LZ4_FRAME, lz4 -1 -BX --no-frame-crc, lz4 -dc",
    })
    void what_follows_a_member_is_found_even_when_its_decompressor_reads_ahead(
            Compression compression, String pack, String unpack) throws IOException {
        byte[] content = concat(entry("070701", "big", 0100644, "0123456789abcdef".repeat(40_000), 0), trailer());
        byte[] packed = Tool.run(folder, content, pack.split(" "));

        List<Entry> entries = read(
                concat(MICROCODE, packed, new byte[5], gzip(archive("appended", "x")), packed),
                Archives.program(folder, compression, unpack.split(" ")));

        assertThat(entries)
                .extracting(Entry::path)
                .endsWith("big", "appended", "big")
                .hasSize(7);
        assertThat(entries.get(4).segment().compression()).isEqualTo(compression);
    }

    @Test
    void a_legacy_lz4_member_ends_where_no_block_follows() throws IOException {
        byte[] packed = Tool.run(folder, archive("init", "x"), "lz4", "-l", "-c");

        List<Entry> entries = read(
                concat(packed, new byte[8], gzip(archive("appended", "x"))),
                Archives.program(folder, Compression.LZ4_LEGACY, "lz4", "-dc"));

        assertThat(entries).extracting(Entry::path).containsExactly("init", "appended");
    }

    @Test
    void names_are_normalised_and_hostile_ones_flagged() {
        byte[] image = concat(
                entry("070701", "/etc//./passwd", 0100644, "", 0),
                entry("070701", "../../etc/shadow", 0100644, "", 0),
                entry("070701", "usr/\u001b[2Jls", 0100644, "", 0),
                entry("070701", new byte[] {'a', (byte) 0xFF}, 0100644, "", 0),
                entry("070701", "lib/\u00e4\u00f6", 0100644, "", 0),
                trailer());

        assertThat(read(image))
                .extracting(Entry::path, Entry::hostile)
                .containsExactly(
                        tuple("etc/passwd", false),
                        tuple("../../etc/shadow", true),
                        tuple("usr/\\x1b[2Jls", true),
                        tuple("a\\xff", true),
                        tuple("lib/\u00e4\u00f6", false));
    }

    @Test
    void a_file_is_read_by_its_path() throws IOException {
        Path file = Files.write(folder.resolve("initrd.img"), MICROCODE);
        List<Entry> entries = new java.util.ArrayList<>();

        Initramfs.read(file, List.of(), Limits.DEFAULT, entries::add);

        assertThat(entries).hasSize(4);
        assertThat(entries.get(0).target()).isEqualTo(Optional.empty());
    }

    private byte[] cpio(String format, String names) {
        return Tool.run(
                folder,
                names.getBytes(StandardCharsets.UTF_8),
                "cpio",
                "-o",
                "-H",
                format,
                "--reproducible",
                "--quiet");
    }

    private static Digest sha256(String text) {
        return Bank.SHA256.hash(text.getBytes(StandardCharsets.UTF_8));
    }
}
