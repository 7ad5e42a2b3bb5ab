package io.hallmark.measuredboot.pe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SbatTest {
    private static final Path SECTIONS = Path.of(System.getProperty("hallmark.fixtures"), "sections");

    @ParameterizedTest
    @CsvSource({
        "grub-efi-amd64-signed_1+2.06+13+deb12u2/grubx64.efi.signed, grub, 2.06-13+deb12u2",
        "grub-efi-amd64-signed_1+2.12+9+deb13u4/grubnetx64.efi.signed, grub, 2.12-9+deb13u4",
        "shim-signed_1.51-1+deb12u1+16.1-2-deb12u1/shimx64.efi.signed, shim, 16.1",
        "ipxe_1.21.1+git20250501.dad20602+dfsg-1/snponly.efi, ipxe, 1.21.1+git20250501.dad20602+dfsg-1"
    })
    void the_version_is_the_distributions_where_it_has_a_row(String file, String component, String version)
            throws IOException {
        Sbat sbat = Sbat.parse(Files.readString(SECTIONS.resolve(file).resolve("sbat.bin"), StandardCharsets.UTF_8));

        assertThat(sbat.version(component)).contains(version);
        assertThat(sbat.rows().get(0).component()).isEqualTo("sbat");
        assertThat(sbat.rows()).noneMatch(row -> row.component().isEmpty());
    }

    @Test
    void a_row_has_its_six_fields_and_missing_ones_are_empty() {
        Sbat sbat = Sbat.parse("grub.debian,4,Debian,grub2,2.06-13,https://tracker.debian.org/a,b\nshim,2\n");

        assertThat(sbat.rows())
                .containsExactly(
                        new Sbat.Row(
                                "grub.debian", "4", "Debian", "grub2", "2.06-13", "https://tracker.debian.org/a,b"),
                        new Sbat.Row("shim", "2", "", "", "", ""));
        assertThat(sbat.version("shim")).isEmpty();
    }

    @Test
    void what_follows_the_first_nul_and_lines_that_are_no_rows_are_passed_over() {
        assertThat(Sbat.parse("nothing\n\nsbat,1\n\0sbat,2\n").rows())
                .extracting(Sbat.Row::generation)
                .containsExactly("1");
    }

    @Test
    void characters_that_could_disturb_a_terminal_are_replaced() {
        assertThat(Sbat.parse("gr\u001b[2Jub,1,\u202Ex,a,b,c\n").rows().get(0).toString())
                .isEqualTo("gr\uFFFD[2Jub,1,\uFFFDx,a,b,c");
    }
}
