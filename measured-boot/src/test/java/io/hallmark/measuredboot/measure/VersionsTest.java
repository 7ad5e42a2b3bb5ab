package io.hallmark.measuredboot.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.artifact.Product;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where programs keep their versions. */
class VersionsTest {
    private static final Path PE = Path.of(System.getProperty("hallmark.fixtures"), "pe");

    @TempDir
    Path folder;

    @Test
    void a_kernels_version_is_where_its_setup_header_points_to() throws IOException {
        byte[] kernel = kernel(0x3000, "6.1.0-56-cloud-amd64 (debian-kernel@lists.debian.org) #1 SMP");

        assertThat(LinuxVersion.of(kernel)).contains("6.1.0-56-cloud-amd64");
        assertThat(FileMeasurer.measure(Files.write(folder.resolve("vmlinuz"), kernel), Progress.NONE)
                        .product())
                .contains(new Product(Product.LINUX, "6.1.0-56-cloud-amd64"));
    }

    @Test
    void a_setup_header_that_points_nowhere_has_no_version() {
        assertThat(LinuxVersion.of(kernel(0, "6.1.0"))).isEmpty();
        assertThat(LinuxVersion.of(Arrays.copyOf(kernel(0xFFFF, "6.1.0"), 0x4000)))
                .isEmpty();
        assertThat(LinuxVersion.of(kernel(0x3000, " "))).isEmpty();
        assertThat(LinuxVersion.of(Arrays.copyOf(kernel(0x3000, "6.1.0"), 0x206)))
                .isEmpty();
        assertThat(LinuxVersion.of(new byte[0x4000])).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1.0.0+git-20190125.36a4c85-5.1, 1.0.0+git-20190125.36a4c85-5.1",
        "1.21.1, 1.21.1",
        "1.21.1+ (g7e22), 1.21.1+ (g7e22)"
    })
    void ipxe_without_sbat_rows_is_known_by_its_texts(String text, String version) throws IOException {
        assertThat(withTexts("User-Agent: iPXE/%s\0", "\0" + text + "\0", 100))
                .isEqualTo(new Product(Product.IPXE, version).toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {1024 * 1024 - 2048 - 10, 1024 * 1024 - 2048, 3 * 1024 * 1024})
    void a_text_that_crosses_the_end_of_a_read_is_found(int gap) throws IOException {
        assertThat(withTexts("iPXE/%s", "\0001.0.0+git-20190125\0", gap)).isEqualTo("ipxe 1.0.0+git-20190125");
    }

    @Test
    void a_version_without_the_mark_of_ipxe_says_nothing() throws IOException {
        assertThat(withTexts("", "\0001.0.0\0", 10)).isEmpty();
    }

    @Test
    void an_arm64_image_is_known_by_its_banner() throws IOException {
        byte[] image = with("\0Linux version 6.12.9-arm64 (gcc) #1\n", 5000);
        System.arraycopy("ARMd".getBytes(StandardCharsets.US_ASCII), 0, image, 0x38, 4);

        assertThat(product(image)).isEqualTo("linux 6.12.9-arm64");
    }

    private String withTexts(String mark, String version, int gap) throws IOException {
        return product(with(mark + "\0".repeat(gap) + version, 0));
    }

    private String product(byte[] image) throws IOException {
        return FileMeasurer.measure(Files.write(folder.resolve("image.efi"), image), Progress.NONE)
                .product()
                .map(Product::toString)
                .orElse("");
    }

    /** A PE file without SBAT rows, with a text after its sections. */
    private static byte[] with(String text, int gap) throws IOException {
        byte[] image = new String(Files.readAllBytes(PE.resolve("tiny-pe32.efi")), StandardCharsets.ISO_8859_1)
                .replace(".sbat", ".none")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] added = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] longer = Arrays.copyOf(image, image.length + gap + added.length);
        System.arraycopy(added, 0, longer, image.length + gap, added.length);
        return longer;
    }

    private static byte[] kernel(int pointer, String version) {
        ByteBuffer kernel = ByteBuffer.allocate(0x11000).order(ByteOrder.LITTLE_ENDIAN);
        kernel.position(0x202);
        kernel.put("HdrS".getBytes(StandardCharsets.US_ASCII));
        kernel.putShort(0x20E, (short) pointer);
        kernel.position(pointer + 0x200);
        kernel.put((version + "\0").getBytes(StandardCharsets.US_ASCII));
        return kernel.array();
    }
}
