package io.hallmark.measuredboot.initramfs;

import static io.hallmark.measuredboot.initramfs.Archives.MICROCODE;
import static io.hallmark.measuredboot.initramfs.Archives.archive;
import static io.hallmark.measuredboot.initramfs.Archives.concat;
import static io.hallmark.measuredboot.initramfs.Archives.entry;
import static io.hallmark.measuredboot.initramfs.Archives.gzip;
import static io.hallmark.measuredboot.initramfs.Archives.read;
import static io.hallmark.measuredboot.initramfs.Archives.trailer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.measuredboot.MeasuredBootException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Damaged and hostile images: the declared error with the place, in bounded memory and time. */
class HostileInitramfsTest {

    @Test
    void garbage_after_an_early_archive_is_refused_with_its_offset() {
        byte[] image = concat(MICROCODE, "garbage!".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> read(image))
                .isInstanceOf(MeasuredBootException.class)
                .hasMessageStartingWith("initrd.img: neither a cpio archive nor a known compression at offset 1024");
    }

    @Test
    void an_archive_at_an_offset_that_linux_passes_over_is_refused() {
        assertThatThrownBy(() -> read(concat(MICROCODE, new byte[2], archive("a", "1"))))
                .hasMessageContaining("at offset 1026");
    }

    @Test
    void a_compression_without_a_decompressor_is_named() {
        byte[] zstd = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, 0};

        assertThatThrownBy(() -> read(concat(MICROCODE, zstd)))
                .hasMessage(
                        "initrd.img: segment 2 (zstd, at offset 1024) can't be unpacked here; add a decompressor for"
                                + " zstd, or leave out the list of its files");
    }

    @Test
    void an_image_that_unpacks_beyond_the_limit_is_stopped_there() {
        byte[] bomb = bomb(200 * 1024 * 1024);
        Limits limits = new Limits(1024 * 1024, 10, 10, 4096);

        assertThat(bomb).hasSizeLessThan(1024 * 1024);
        assertThatThrownBy(() -> read(bomb, limits)).hasMessageContaining("unpacks to more than 1048576 bytes");
        assertThatThrownBy(() -> read(gzip(new byte[3 * 1024 * 1024]), limits))
                .hasMessageContaining("unpacks to more than 1048576 bytes");
    }

    @Test
    void too_many_entries_segments_or_characters_are_refused() {
        byte[] two = concat(archive("aaaa", "1"), archive("b", "2"));

        assertThatThrownBy(() -> read(two, new Limits(10_000, 1, 10, 100))).hasMessageContaining("more than 1 entries");
        assertThatThrownBy(() -> read(two, new Limits(10_000, 10, 1, 100)))
                .hasMessageContaining("more than 1 segments");
        assertThatThrownBy(() -> read(two, new Limits(10_000, 10, 10, 3)))
                .hasMessageContaining("a name of 4 bytes, more than 3");
    }

    @Test
    void a_link_whose_target_is_longer_than_a_path_can_be_is_refused() {
        byte[] image = concat(entry("070701", "a", 0120777, "x".repeat(5000), 0), trailer());

        assertThatThrownBy(() -> read(image)).hasMessageContaining("a link's target of 5000 bytes, more than 4096");
    }

    @Test
    void a_wrong_checksum_is_refused_and_the_right_one_taken() {
        assertThat(read(concat(entry("070702", "a", 0100644, "AB", 'A' + 'B'), trailer())))
                .hasSize(1);
        assertThatThrownBy(() -> read(concat(entry("070702", "a", 0100644, "AB", 'A'), trailer())))
                .hasMessageContaining("another checksum");
    }

    @Test
    void a_damaged_compressed_segment_is_named() {
        byte[] image = gzip(archive("init", "some content"));
        byte[] checksum = image.clone();
        checksum[image.length - 8] ^= 1;

        assertThatThrownBy(() -> read(checksum)).hasMessageContaining("segment 1 (gzip, at offset 0) is damaged");
        assertThatThrownBy(() -> read(Arrays.copyOf(image, image.length - 1)))
                .hasMessageContaining("gzip data end in the middle");
        assertThatThrownBy(() -> read(gzip(entry("070701", "a", 0100644, "1", 0))))
                .hasMessageContaining("ends without a trailer");
    }

    @Test
    void a_decompressor_that_fails_in_its_own_way_is_told_as_damage() {
        Decompressor failing = new Decompressor() {
            @Override
            public boolean recognises(byte[] start) {
                return true;
            }

            @Override
            public InputStream open(InputStream in) throws IOException {
                return new InputStream() {
                    @Override
                    public int read() {
                        throw new IllegalStateException("offset 3 is bad");
                    }
                };
            }
        };

        assertThatThrownBy(() -> read(gzip(archive("a", "1")), failing))
                .isInstanceOf(MeasuredBootException.class)
                .hasMessageContaining("offset 3 is bad");
    }

    @Test
    void what_the_receiver_of_entries_throws_comes_out_as_it_is() {
        IllegalStateException mine = new IllegalStateException("no more");

        assertThatThrownBy(() -> Initramfs.read(
                        "initrd.img",
                        new java.io.ByteArrayInputStream(gzip(archive("a", "1"))),
                        List.of(),
                        Limits.DEFAULT,
                        entry -> {
                            throw mine;
                        }))
                .isSameAs(mine);
    }

    @Test
    void a_missing_file_is_named() {
        assertThatThrownBy(() -> Initramfs.read(Path.of("no-initrd"), List.of(), Limits.DEFAULT, entry -> {}))
                .hasMessage("no-initrd: there is no such file");
    }

    @Test
    void no_cut_and_no_change_makes_anything_but_the_declared_error() {
        byte[] image = concat(MICROCODE, gzip(concat(archive("init", "x".repeat(300)), archive("b", "2"))));
        for (int length = 0; length < image.length; length++) {
            onlyTheDeclaredError(Arrays.copyOf(image, length));
        }
        Random random = new Random(20261125);
        for (int round = 0; round < 5000; round++) {
            byte[] changed = image.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            onlyTheDeclaredError(changed);
        }
    }

    static void onlyTheDeclaredError(byte[] image) {
        Decompressor copy = new Decompressor() {
            @Override
            public boolean recognises(byte[] start) {
                return start[0] != 0x1F;
            }

            @Override
            public InputStream open(InputStream in) {
                return in;
            }
        };
        try {
            read(image, copy);
        } catch (MeasuredBootException e) {
            assertThat(e.getMessage())
                    .startsWith("initrd.img: ")
                    .contains("offset")
                    .doesNotContain("\n");
        }
    }

    private static byte[] bomb(int size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String header = String.format(
                "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x",
                1, 0100644, 0, 0, 1, 0, size, 0, 0, 0, 0, 2, 0);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write((header + "a\0").getBytes(StandardCharsets.US_ASCII));
            byte[] zeros = new byte[1024 * 1024];
            for (int left = size; left > 0; left -= zeros.length) {
                gzip.write(zeros);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
