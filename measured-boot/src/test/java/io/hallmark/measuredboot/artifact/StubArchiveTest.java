package io.hallmark.measuredboot.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hallmark.measuredboot.Tool;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.initramfs.Entry;
import io.hallmark.measuredboot.initramfs.Initramfs;
import io.hallmark.measuredboot.initramfs.Limits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class StubArchiveTest {
    private static final byte[] OS_RELEASE =
            "ID=bootlab\nVERSION_ID=1\nPRETTY_NAME=\"Bootlab 1\"\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    @Test
    void the_archive_of_the_recordings_is_made_byte_for_byte() throws IOException {
        Path file = Path.of(System.getProperty("hallmark.fixtures"), "composites.yaml");
        List<Map<String, Object>> composites =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
        Map<String, Object> expected = composites.stream()
                .filter(c -> c.get("name").equals("os-release-cpio"))
                .findFirst()
                .orElseThrow();

        byte[] archive = StubArchive.embedded(".osrel", OS_RELEASE);

        assertThat(HexFormat.of().formatHex(archive)).isEqualTo(expected.get("content_hex"));
        for (Bank bank : Bank.allComputable()) {
            assertThat(bank.hash(archive).hex()).isEqualTo(expected.get(bank.label()));
        }
    }

    @Test
    void cpio_lists_and_unpacks_the_archive() throws IOException {
        byte[] archive = StubArchive.embedded(".osrel", OS_RELEASE);

        String listing = text(Tool.run(folder, archive, "cpio", "-itv", "--numeric-uid-gid", "--quiet"));
        Tool.run(folder, archive, "cpio", "-i", "--quiet", "--make-directories", "--no-preserve-owner");

        assertThat(listing.lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("dr-xr-xr-x").endsWith(" .extra"),
                        line -> assertThat(line).startsWith("-r--r--r--").endsWith(" .extra/os-release"));
        assertThat(folder.resolve(".extra/os-release")).hasBinaryContent(OS_RELEASE);
        assertThat(folder.resolve(".extra").toFile().setWritable(true)).isTrue();
    }

    @Test
    void each_section_has_its_file_below_extra() {
        Map<String, String> files = Map.of(
                ".pcrsig", "tpm2-pcr-signature.json",
                ".pcrpkey", "tpm2-pcr-public-key.pem",
                ".osrel", "os-release",
                ".profile", "profile");

        assertThat(StubArchive.EMBEDDED).containsExactlyInAnyOrderElementsOf(files.keySet());
        files.forEach((section, name) -> assertThat(
                        text(Tool.run(folder, StubArchive.embedded(section, OS_RELEASE), "cpio", "-itv", "--quiet"))
                                .lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("dr-xr-xr-x").endsWith(" .extra"),
                        line -> assertThat(line).startsWith("-r--r--r--").endsWith(" .extra/" + name)));
    }

    @Test
    void companion_files_follow_their_folders_by_name_and_pad_to_4() {
        TreeMap<String, Artifact> files = new TreeMap<>(
                Map.of("b.cred", artifact("second"), "a.cred", artifact("first"), "c.cred", artifact("")));

        byte[] archive = bytes(StubArchive.pieces(".extra/credentials", 0500, 0400, files));

        assertThat(read(archive))
                .extracting(Entry::path, Entry::mode, Entry::size)
                .containsExactly(
                        tuple(".extra", 040555, 0L),
                        tuple(".extra/credentials", 040500, 0L),
                        tuple(".extra/credentials/a.cred", 0100400, 5L),
                        tuple(".extra/credentials/b.cred", 0100400, 6L),
                        tuple(".extra/credentials/c.cred", 0100400, 0L));
        assertThat(archive.length % 4).isZero();
        assertThat(text(archive)).contains("0000000B00000000TRAILER!!!").contains("0707010000000500008100");
    }

    private static Artifact artifact(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
        FileFacts digests = FileFacts.ofDigests(bytes.length, Digests.hash(Bank.allComputable(), bytes));
        return new Artifact(
                "file",
                "file",
                new FileFacts(
                        digests.size(),
                        digests.digests(),
                        digests.pe(),
                        digests.product(),
                        java.util.Optional.of(new Content(bytes)),
                        Map.of(),
                        List.of()));
    }

    private static byte[] bytes(List<Composition.Piece> pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Composition.Piece piece : pieces) {
            if (piece instanceof Composition.PadTo pad) {
                out.writeBytes(new byte[(int) pad.after(out.size())]);
            } else {
                out.writeBytes(piece.keptContent().orElseThrow().bytes());
            }
        }
        return out.toByteArray();
    }

    private static List<Entry> read(byte[] archive) {
        List<Entry> entries = new ArrayList<>();
        Initramfs.read("archive", new ByteArrayInputStream(archive), List.of(), Limits.DEFAULT, entries::add);
        return entries;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
