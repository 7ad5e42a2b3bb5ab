package io.hallmark.measuredboot.pe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.measuredboot.MeasuredBootException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sections of Debian's shims. */
class ShimSectionsTest {
    private static final Path SECTIONS = Path.of(System.getProperty("hallmark.fixtures"), "sections");
    private static final String DEBIAN_12 = "shim-signed_1.51-1+deb12u1+16.1-2-deb12u1";
    private static final String DEBIAN_13 = "shim-signed_1.51-1+deb13u1+16.1-2-deb13u1";

    @Test
    void the_first_sbat_level_is_the_one_that_shim_sets_by_itself() throws IOException {
        SbatLevel level = SbatLevel.parse(section(DEBIAN_12, "sbatlevel"));

        assertThat(level.automatic()).isEqualTo("sbat,1,2025021800\nshim,4\ngrub,5\n");
        assertThat(level.latest()).isEqualTo("sbat,1,2025051000\nshim,4\ngrub,5\ngrub.proxmox,2\n");
    }

    @Test
    void the_level_that_the_firmware_keeps_stays_unless_shim_brings_a_newer_one() throws IOException {
        SbatLevel level = SbatLevel.parse(section(DEBIAN_12, "sbatlevel"));
        String automatic = level.automatic();
        assertThat(level.inForce(Optional.empty())).isEqualTo(automatic);
        for (String older : List.of(
                "sbat,1,2021030218\n", "sbat,1,2025021799\nshim,9\n", "", "sbat,1", "shim,1,2031010100\nshim,4\n")) {
            assertThat(level.inForce(Optional.of(older))).as(older).isEqualTo(automatic);
        }
        for (String kept : List.of(
                level.latest(),
                "sbat,1,2025021800\nshim,3\n",
                "sbat,0,2031010100\n",
                "sbat,2,2020010100\n",
                "sbat,10,2020010100\n")) {
            assertThat(level.inForce(Optional.of(kept))).isEqualTo(kept);
        }
    }

    @Test
    void an_sbatlevel_section_of_another_version_or_with_offsets_past_its_end_is_refused() throws IOException {
        byte[] section = section(DEBIAN_12, "sbatlevel");
        byte[] newer = section.clone();
        newer[0] = 1;

        assertThatThrownBy(() -> SbatLevel.parse(newer))
                .isInstanceOf(MeasuredBootException.class)
                .hasMessageContaining("version 1");
        assertThatThrownBy(() -> SbatLevel.parse(Arrays.copyOf(section, 30)))
                .isInstanceOf(MeasuredBootException.class)
                .hasMessageContaining("offset");
        assertThatThrownBy(() -> SbatLevel.parse(new byte[3])).isInstanceOf(MeasuredBootException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {DEBIAN_12, DEBIAN_13})
    void the_vendor_certificate_is_debians_and_the_denied_list_is_the_rest_of_the_section(String shim)
            throws Exception {
        byte[] section = section(shim, "vendor_cert");

        VendorCertificates vendor = VendorCertificates.parse(section);

        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(vendor.trusted()));
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=Debian Secure Boot CA");
        assertThat(certificate.getEncoded()).isEqualTo(vendor.trusted());
        // Signature lists begin with their type's GUID; the first one here is of SHA-256 digests.
        assertThat(Arrays.copyOf(vendor.denied(), 4)).containsExactly(0x26, 0x16, 0xC4, 0xC1);
        assertThat(16 + vendor.trusted().length + vendor.denied().length)
                .isBetween(section.length - 16, section.length);
    }

    @Test
    void a_vendor_cert_section_whose_parts_go_past_its_end_is_refused() {
        for (int[] header : new int[][] {{5, 0, 16, 0}, {0, 5, 0, 16}, {4, 0, -1, 0}, {-1, 0, 16, 0}}) {
            ByteBuffer section = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
            Arrays.stream(header).forEach(section::putInt);

            assertThatThrownBy(() -> VendorCertificates.parse(section.array()))
                    .isInstanceOf(MeasuredBootException.class)
                    .hasMessageContaining("are needed at offset");
        }
    }

    @Test
    void a_shim_without_a_vendor_certificate_has_empty_ones() {
        VendorCertificates vendor = VendorCertificates.parse(new byte[16]);

        assertThat(vendor.trusted()).isEmpty();
        assertThat(vendor.denied()).isEmpty();
    }

    @Test
    void no_change_of_bytes_makes_anything_but_the_declared_error() throws IOException {
        byte[] level = section(DEBIAN_12, "sbatlevel");
        byte[] vendor = Arrays.copyOf(section(DEBIAN_12, "vendor_cert"), 200);
        Random random = new Random(20261125);
        for (int round = 0; round < 2000; round++) {
            byte[] changed = Arrays.copyOf(level, random.nextInt(level.length + 1));
            flip(changed, random);
            onlyTheDeclaredError(() -> SbatLevel.parse(changed));
            byte[] other = vendor.clone();
            flip(other, random);
            onlyTheDeclaredError(() -> VendorCertificates.parse(other));
        }
    }

    private static void flip(byte[] bytes, Random random) {
        if (bytes.length > 0) {
            bytes[random.nextInt(Math.min(16, bytes.length))] = (byte) random.nextInt(256);
        }
    }

    private static void onlyTheDeclaredError(Runnable parse) {
        try {
            parse.run();
        } catch (MeasuredBootException e) {
            assertThat(e.getMessage()).contains("offset");
        }
    }

    private static byte[] section(String shim, String name) throws IOException {
        return Files.readAllBytes(
                SECTIONS.resolve(shim).resolve("shimx64.efi.signed").resolve(name + ".bin"));
    }
}
