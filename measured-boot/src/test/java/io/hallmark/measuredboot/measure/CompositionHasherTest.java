package io.hallmark.measuredboot.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.Tool;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.Composition;
import io.hallmark.measuredboot.artifact.Composition.Literal;
import io.hallmark.measuredboot.artifact.Composition.PadTo;
import io.hallmark.measuredboot.artifact.Composition.Section;
import io.hallmark.measuredboot.artifact.Composition.Whole;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.StubArchive;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompositionHasherTest {
    private static final Path PE = Path.of(System.getProperty("hallmark.fixtures"), "pe");

    @TempDir
    Path folder;

    @Test
    void what_the_stub_hands_to_the_kernel_is_computed_in_the_pass_as_from_the_files() throws IOException {
        Artifact image = measured("uki", PE.resolve("mini-uki-257-signed-chain.efi"));
        byte[] initrd = Files.readAllBytes(PE.resolve("mini-uki-sections/initrd.bin"));
        byte[] archive = StubArchive.embedded(".osrel", Files.readAllBytes(PE.resolve("mini-uki-sections/osrel.bin")));
        Composition composition =
                Composition.of(new Section(image, ".initrd"), new PadTo(4), new Literal(new Content(archive)));
        Digests expected =
                Digests.hash(Bank.allComputable(), Arrays.copyOf(initrd, (initrd.length + 3) / 4 * 4), archive);

        assertThat(initrd.length % 4).as("the padding is exercised").isNotZero();
        assertThat(image.facts().compositions()).isEqualTo(Map.of(composition.key(), expected));
        assertThat(CompositionHasher.digests(composition, artifact -> Optional.of(Path.of(artifact.origin()))))
                .contains(expected);
    }

    @Test
    void the_archives_of_signature_and_key_are_computed_in_the_pass_for_stubs_with_and_without_that_of_os_release()
            throws IOException {
        byte[] key = "-----BEGIN PUBLIC KEY-----\n".getBytes(StandardCharsets.US_ASCII);
        Files.writeString(folder.resolve("pcrsig"), "{\"sha256\": []}\n");
        Files.write(folder.resolve("pcrpkey"), key);
        Path file = Files.copy(PE.resolve("mini-uki-252.efi"), folder.resolve("uki.efi"));
        Tool.run(
                folder,
                new byte[0],
                ("objcopy --add-section .pcrsig=pcrsig --change-section-vma .pcrsig=0x30000000"
                                + " --add-section .pcrpkey=pcrpkey --change-section-vma .pcrpkey=0x30001000 uki.efi")
                        .split(" "));
        Artifact image = measured("uki", file);
        Literal signature =
                new Literal(new Content(StubArchive.embedded(".pcrsig", Files.readAllBytes(folder.resolve("pcrsig")))));
        Literal publicKey = new Literal(new Content(StubArchive.embedded(".pcrpkey", key)));
        Literal osRelease = new Literal(new Content(
                StubArchive.embedded(".osrel", Files.readAllBytes(PE.resolve("mini-uki-sections/osrel.bin")))));
        PadTo pad = new PadTo(4);
        Composition old = Composition.of(new Section(image, ".initrd"), pad, signature, pad, publicKey);
        Composition current =
                Composition.of(new Section(image, ".initrd"), pad, signature, pad, publicKey, pad, osRelease);

        assertThat(image.facts().compositions())
                .containsOnlyKeys(old.key(), current.key())
                .allSatisfy((name, digests) -> assertThat(CompositionHasher.digests(
                                name.equals(old.key()) ? old : current, artifact -> Optional.of(file)))
                        .contains(digests));
    }

    @Test
    void whole_files_follow_each_other_with_padding_between() throws IOException {
        byte[] first = new byte[3 * 1024 * 1024 + 1];
        Arrays.fill(first, (byte) 7);
        byte[] second = {1, 2, 3};
        Artifact one = measured("one", Files.write(folder.resolve("one"), first));
        Artifact two = measured("two", Files.write(folder.resolve("two"), second));

        assertThat(CompositionHasher.digests(
                        Composition.of(new Whole(one), new PadTo(4096), new Whole(two)),
                        artifact -> Optional.of(Path.of(artifact.origin()))))
                .contains(Digests.hash(Bank.allComputable(), Arrays.copyOf(first, 3 * 1024 * 1024 + 4096), second));
    }

    @Test
    void without_a_file_there_are_no_digests() throws IOException {
        Artifact one = measured("one", Files.write(folder.resolve("one"), new byte[1]));

        assertThat(CompositionHasher.digests(Composition.of(new Whole(one)), artifact -> Optional.empty()))
                .isEmpty();
    }

    @Test
    void a_file_that_is_gone_is_named() throws IOException {
        Artifact one = measured("one", Files.write(folder.resolve("one"), new byte[1]));
        Path gone = folder.resolve("gone");

        assertThatThrownBy(
                        () -> CompositionHasher.digests(Composition.of(new Whole(one)), artifact -> Optional.of(gone)))
                .isInstanceOf(MeasuredBootException.class)
                .hasMessageStartingWith(gone.toString());
    }

    private static Artifact measured(String name, Path file) {
        return new Artifact(name, file.toString(), FileMeasurer.measure(file, Progress.NONE));
    }
}
