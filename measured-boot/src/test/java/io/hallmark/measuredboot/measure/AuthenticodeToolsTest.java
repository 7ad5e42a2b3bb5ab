package io.hallmark.measuredboot.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.Tool;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.SectionFacts;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are made here, with the digests of the tools that sign and build such files. */
class AuthenticodeToolsTest {
    private static final Path PE = Path.of(System.getProperty("hallmark.fixtures"), "pe");

    @TempDir
    Path folder;

    @Test
    void sections_with_a_gap_between_have_the_digest_of_pesign_and_a_note() throws IOException {
        Path file = Files.write(folder.resolve("gap.efi"), withGap(Files.readAllBytes(PE.resolve("addonx64.efi"))));

        FileFacts facts = FileMeasurer.measure(file, Progress.NONE);

        assertThat(facts.pe()
                        .orElseThrow()
                        .authenticode()
                        .in(Bank.SHA256)
                        .orElseThrow()
                        .hex())
                .isEqualTo(pesign(file));
        assertThat(facts.notes()).anyMatch(note -> note.startsWith("has gaps between its sections"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 4099})
    void bytes_after_the_last_section_are_part_of_the_digest_without_padding(int appended) throws IOException {
        byte[] bytes = Files.readAllBytes(PE.resolve("addonx64.efi"));
        byte[] longer = Arrays.copyOf(bytes, bytes.length + appended);
        Arrays.fill(longer, bytes.length, longer.length, (byte) 'x');
        Path file = Files.write(folder.resolve("longer.efi"), longer);

        assertThat(authenticode(file).in(Bank.SHA256).orElseThrow().hex()).isEqualTo(pesign(file));
    }

    @Test
    void signing_changes_the_file_and_not_its_authenticode_digest() throws IOException {
        Path signed = sign(PE.resolve("addonx64.efi"));

        FileFacts before = FileMeasurer.measure(PE.resolve("addonx64.efi"), Progress.NONE);
        FileFacts after = FileMeasurer.measure(signed, Progress.NONE);

        assertThat(after.digests()).isNotEqualTo(before.digests());
        assertThat(after.pe().orElseThrow().authenticode())
                .isEqualTo(before.pe().orElseThrow().authenticode());
        assertThat(after.pe().orElseThrow().signers())
                .singleElement()
                .satisfies(signer -> assertThat(signer.certificate().subject()).isEqualTo("CN=Signer of the test"));
    }

    @Test
    void signing_a_file_whose_size_is_no_multiple_of_8_is_signing_the_padded_file() throws IOException {
        Path source = PE.resolve("systemd-bootx64-252.efi");
        byte[] bytes = Files.readAllBytes(source);
        Path padded =
                Files.write(folder.resolve("padded.efi"), Arrays.copyOf(bytes, bytes.length + 8 - bytes.length % 8));

        assertThat(authenticode(sign(source))).isEqualTo(authenticode(padded)).isNotEqualTo(authenticode(source));
    }

    @Test
    void a_section_that_is_larger_in_memory_ends_with_zeros_and_an_empty_one_is_empty() throws IOException {
        byte[] image = Files.readAllBytes(PE.resolve("mini-uki-252.efi"));
        int entry = sectionEntry(image, ".cmdline");
        byte[] cmdline = Files.readAllBytes(PE.resolve("mini-uki-sections/cmdline.bin"));
        ByteBuffer header = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        int rawSize = header.getInt(entry + 16);

        header.putInt(entry + 8, rawSize + 1000);
        assertThat(section(image, ".cmdline").digests())
                .isEqualTo(Digests.hash(Bank.allComputable(), Arrays.copyOf(cmdline, rawSize + 1000)));
        header.putInt(entry + 8, 0);
        assertThat(section(image, ".cmdline").digests()).isEqualTo(Digests.hash(Bank.allComputable(), new byte[0]));
        header.putInt(entry + 8, Integer.MAX_VALUE);
        assertThatThrownBy(() -> section(image, ".cmdline"))
                .isInstanceOf(MeasuredBootException.class)
                .hasMessageContaining("section .cmdline at offset");
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    void a_sections_digests_do_not_depend_on_the_padding_in_the_file(int alignment) throws IOException {
        Path content = Files.writeString(folder.resolve("cmdline"), "console=ttyS0 quiet");
        Path file = folder.resolve("aligned.efi");
        Tool.run(
                folder,
                new byte[0],
                "objcopy",
                "--file-alignment=" + alignment,
                "--add-section",
                ".cmdline=" + content,
                "--change-section-vma",
                ".cmdline=0x14dfb0000",
                PE.resolve("systemd-bootx64-252.efi").toString(),
                file.toString());

        assertThat(section(Files.readAllBytes(file), ".cmdline").digests())
                .isEqualTo(
                        Digests.hash(Bank.allComputable(), "console=ttyS0 quiet".getBytes(StandardCharsets.US_ASCII)));
        assertThat(authenticode(file).in(Bank.SHA256).orElseThrow().hex()).isEqualTo(pesign(file));
    }

    private Path sign(Path file) {
        Path key = folder.resolve("key.pem");
        Path certificate = folder.resolve("certificate.pem");
        Path signed = folder.resolve("signed.efi");
        Tool.run(
                folder,
                new byte[0],
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString(),
                "-subj",
                "/CN=Signer of the test");
        Tool.run(
                folder,
                new byte[0],
                "sbsign",
                "--key",
                key.toString(),
                "--cert",
                certificate.toString(),
                "--output",
                signed.toString(),
                file.toString());
        return signed;
    }

    private String pesign(Path file) {
        byte[] said = Tool.run(folder, new byte[0], "pesign", "-h", "-d", "sha256", "-i", file.toString());
        return new String(said, StandardCharsets.US_ASCII).replaceAll("(?s).*?([0-9a-f]{64}).*", "$1");
    }

    private SectionFacts section(byte[] image, String name) throws IOException {
        return FileMeasurer.measure(Files.write(folder.resolve("image.efi"), image), Progress.NONE)
                .pe()
                .orElseThrow()
                .section(name)
                .orElseThrow();
    }

    private static Digests authenticode(Path file) {
        return FileMeasurer.measure(file, Progress.NONE).pe().orElseThrow().authenticode();
    }

    /** Moves the last section 512 bytes on. */
    private static byte[] withGap(byte[] image) {
        ByteBuffer header = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        int pe = header.getInt(60);
        int table = pe + 24 + header.getShort(pe + 20);
        int last = table;
        for (int i = 0; i < header.getShort(pe + 6); i++) {
            last = header.getInt(table + 40 * i + 20) > header.getInt(last + 20) ? table + 40 * i : last;
        }
        int offset = header.getInt(last + 20);
        header.putInt(last + 20, offset + 512);
        byte[] longer = Arrays.copyOf(image, image.length + 512);
        System.arraycopy(image, offset, longer, offset + 512, image.length - offset);
        return longer;
    }

    private static int sectionEntry(byte[] image, String name) {
        ByteBuffer header = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        int pe = header.getInt(60);
        int entry = pe + 24 + header.getShort(pe + 20);
        while (!new String(image, entry, 8, StandardCharsets.ISO_8859_1).trim().equals(name)) {
            entry += 40;
        }
        return entry;
    }
}
