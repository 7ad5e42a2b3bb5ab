package io.hallmark.measuredboot.pe;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.Tool;
import io.hallmark.measuredboot.artifact.CertificateFacts;
import io.hallmark.measuredboot.artifact.SignerFacts;
import io.hallmark.measuredboot.io.RandomBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignatureReaderTest {
    private static final Path PE = Path.of(System.getProperty("hallmark.fixtures"), "pe");

    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();

    @Test
    void the_signer_comes_before_its_issuers_and_they_are_not_signers() throws IOException {
        assertThat(signers(PE.resolve("addonx64-signed-chain.efi")))
                .singleElement()
                .satisfies(signer -> {
                    assertThat(signer.certificate().subject()).isEqualTo("CN=Fixture Leaf Signer,O=Fixture Org,C=XX");
                    assertThat(signer.certificate().issuer())
                            .isEqualTo("CN=Fixture Intermediate CA,O=Fixture Org,C=XX");
                    assertThat(signer.issuers())
                            .extracting(CertificateFacts::subject)
                            .containsExactly(
                                    "CN=Fixture Intermediate CA,O=Fixture Org,C=XX",
                                    "CN=Fixture Root CA,O=Fixture Org,C=XX");
                });
        assertThat(signers(PE.resolve("addonx64-signed-twice.efi"))).hasSize(2);
        assertThat(signers(PE.resolve("addonx64.efi"))).isEmpty();
        assertThat(notes).isEmpty();
    }

    @Test
    void a_certificate_that_only_lies_beside_the_signers_is_no_signer() throws IOException {
        certificate("signer");
        certificate("other");
        Path signed = folder.resolve("signed.efi");
        Tool.run(
                folder,
                new byte[0],
                "sbsign",
                "--key",
                "signer.key",
                "--cert",
                "signer.pem",
                "--addcert",
                "other.pem",
                "--output",
                signed.toString(),
                PE.resolve("addonx64.efi").toString());

        assertThat(signers(signed)).singleElement().satisfies(signer -> {
            assertThat(signer.certificate().subject()).isEqualTo("CN=signer");
            assertThat(signer.issuers()).isEmpty();
        });
    }

    @Test
    void a_signature_that_is_no_pkcs_7_is_a_note() throws IOException {
        byte[] image = Files.readAllBytes(PE.resolve("addonx64-signed-once.efi"));
        int table = certificateTable(image);
        for (int i = 8; i < 40; i++) {
            image[table + i] = 0x41;
        }

        assertThat(signers(Files.write(folder.resolve("image.efi"), image))).isEmpty();
        assertThat(notes)
                .singleElement()
                .satisfies(note -> assertThat(note).startsWith("the signature at offset " + table + " can't be read"));
    }

    @Test
    void a_length_that_lies_is_a_note() throws IOException {
        byte[] image = Files.readAllBytes(PE.resolve("addonx64-signed-once.efi"));
        int table = certificateTable(image);
        ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putInt(table, 0x7FFFFFFF);

        assertThat(signers(Files.write(folder.resolve("image.efi"), image))).isEmpty();
        assertThat(notes).containsExactly("the signature at offset " + table + " has an impossible length");
    }

    @Test
    void no_change_of_a_signature_is_a_failure() throws IOException {
        byte[] original = Files.readAllBytes(PE.resolve("addonx64-signed-chain.efi"));
        int table = certificateTable(original);
        Random random = new Random(20261125);
        for (int round = 0; round < 800; round++) {
            byte[] image = original.clone();
            for (int flips = 0; flips < 3; flips++) {
                image[table + random.nextInt(image.length - table)] = (byte) random.nextInt(256);
            }
            notes.clear();
            List<SignerFacts> signers = signers(Files.write(folder.resolve("image.efi"), image));

            assertThat(signers.size()).isLessThanOrEqualTo(32);
            assertThat(notes).allSatisfy(note -> assertThat(note).doesNotContain("\n"));
        }
    }

    private void certificate(String name) {
        Tool.run(
                folder,
                new byte[0],
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=" + name,
                "-keyout",
                name + ".key",
                "-out",
                name + ".pem");
    }

    private List<SignerFacts> signers(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            RandomBytes bytes = RandomBytes.of(channel, file.toString());
            return SignatureReader.signers(bytes, PeLayout.read(bytes).orElseThrow(), notes);
        }
    }

    private static int certificateTable(byte[] image) {
        ByteBuffer header = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        return header.getInt(header.getInt(60) + 24 + 144);
    }
}
