package io.hallmark.measuredboot.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.measuredboot.MeasuredBootException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged and hostile PE files are refused with the offset, or measured as the plain files that they are. */
class HostilePeTest {
    private static final Path SOURCE =
            Path.of(System.getProperty("hallmark.fixtures"), "pe", "addonx64-signed-once.efi");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "SizeOfHeaders, 60, 0x7FFFFFFF, SizeOfHeaders is 2147483647",
        "SizeOfHeaders, 60, 16, SizeOfHeaders is 16",
        "certificate size, 148, 0x7FFFFFF0, goes past the end of the file",
        "certificate offset, 144, 2047, no multiple of 8",
        "certificate offset, 144, 1024, overlaps the sections"
    })
    void a_header_that_lies_is_refused_with_the_offset(String what, int at, String value, String message)
            throws IOException {
        byte[] bytes = Files.readAllBytes(SOURCE);
        ByteBuffer image = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int optional = image.getInt(60) + 24;
        image.putInt(optional + at, Long.decode(value).intValue());

        assertThatThrownBy(() -> measure(bytes))
                .as(what)
                .isInstanceOf(MeasuredBootException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("offset");
    }

    @Test
    void sections_that_overlap_or_end_after_the_file_are_refused() throws IOException {
        byte[] bytes = Files.readAllBytes(SOURCE);
        ByteBuffer image = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int table = sectionTable(image);

        image.putInt(table + 20, 0x100);
        assertThatThrownBy(() -> measure(bytes)).hasMessageContaining("overlaps");
        image.putInt(table + 20, bytes.length - 4);
        assertThatThrownBy(() -> measure(bytes)).hasMessageContaining("after the end of the file");
    }

    @Test
    void too_many_sections_are_refused() throws IOException {
        byte[] bytes = Files.readAllBytes(SOURCE);
        ByteBuffer image = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        image.putShort(image.getInt(60) + 6, (short) 0xFFFF);

        assertThatThrownBy(() -> measure(bytes)).hasMessageContaining("65535 sections");
    }

    @Test
    void a_file_cut_anywhere_is_refused_or_measured_as_what_is_left() throws IOException {
        byte[] bytes = Files.readAllBytes(SOURCE);
        for (int length = 0; length < bytes.length; length += 7) {
            onlyTheDeclaredError(Arrays.copyOf(bytes, length));
        }
    }

    @Test
    void no_change_of_bytes_makes_anything_but_the_declared_error() throws IOException {
        byte[] original = Files.readAllBytes(SOURCE);
        Random random = new Random(20261125);
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = original.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bytes[random.nextInt(1024)] = (byte) random.nextInt(256);
            }
            onlyTheDeclaredError(bytes);
        }
    }

    @Test
    void no_change_of_a_unified_kernel_images_headers_makes_anything_but_the_declared_error() throws IOException {
        byte[] original = Files.readAllBytes(SOURCE.resolveSibling("mini-uki-252.efi"));
        int table = sectionTable(ByteBuffer.wrap(original).order(ByteOrder.LITTLE_ENDIAN));
        Random random = new Random(20261126);
        for (int round = 0; round < 1000; round++) {
            byte[] bytes = original.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bytes[table + random.nextInt(12 * 40)] = (byte) random.nextInt(256);
            }
            onlyTheDeclaredError(bytes);
        }
    }

    private void onlyTheDeclaredError(byte[] bytes) throws IOException {
        try {
            assertThat(measure(bytes).size()).isEqualTo(bytes.length);
        } catch (MeasuredBootException e) {
            assertThat(e.getMessage()).contains("image.efi").doesNotContain("\n");
        }
    }

    private io.hallmark.measuredboot.artifact.FileFacts measure(byte[] bytes) throws IOException {
        return FileMeasurer.measure(Files.write(folder.resolve("image.efi"), bytes), Progress.NONE);
    }

    private static int sectionTable(ByteBuffer image) {
        int header = image.getInt(60);
        return header + 24 + image.getShort(header + 20);
    }
}
