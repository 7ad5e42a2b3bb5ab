package io.hallmark.baselines.secureboot;

import static io.hallmark.baselines.secureboot.TestKeys.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.source.FilesAtHand;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.EfiApplication;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.measure.FileMeasurer;
import io.hallmark.measuredboot.measure.Progress;
import io.hallmark.testsupport.Fixtures;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signature lists as efitools writes and reads them, and what follows from them for images that a key of one's own signs. */
class EfitoolsTest {
    private static final String OWNER = TestKeys.OWNER;
    private static final Path OTHER =
            Fixtures.path("pe/systemd-bootx64-252-signed-once.efi").toAbsolutePath();
    private static final Path UNSIGNED = Fixtures.path("pe/addonx64.efi").toAbsolutePath();

    @TempDir
    Path folder;

    /** Two keys of one's own, an image that each has signed, and lists of their certificates and of an image's digest. */
    @BeforeEach
    void keys() throws IOException, InterruptedException {
        Tools.require("cert-to-efi-sig-list");
        Tools.require("openssl");
        Tools.require("sbsign");
        for (String name : List.of("one", "two")) {
            run("openssl req -x509 -newkey rsa:2048 -nodes -subj '/CN=Key NAME' -keyout NAME.key -out NAME.pem"
                    .replace("NAME", name));
            run("openssl x509 -in NAME.pem -outform DER -out NAME.der".replace("NAME", name));
            run("sbsign --key NAME.key --cert NAME.pem --output NAME.efi ".replace("NAME", name) + UNSIGNED);
            run("cert-to-efi-sig-list -g " + OWNER + " NAME.pem NAME.esl".replace("NAME", name));
        }
    }

    @Test
    void a_list_of_a_certificate_is_read_as_it_was_written() throws IOException {
        SignatureDatabase db =
                SignatureDatabase.parse("db", FirmwareKeys.SECURITY_DATABASE, new Content(bytes("one.esl")));

        assertThat(db.entries())
                .containsExactly(SignatureDatabase.Certificate.of(OWNER, new Content(bytes("one.der")), true));
        assertThat(TestKeys.list(TestKeys.X509, bytes("one.der"))).isEqualTo(bytes("one.esl"));
    }

    @Test
    void a_list_of_digests_has_the_authenticode_digests_of_the_images_in_their_order() throws Exception {
        run("hash-to-efi-sig-list one.efi " + OTHER + " hashes.esl");

        SignatureDatabase dbx =
                SignatureDatabase.parse("dbx", FirmwareKeys.SECURITY_DATABASE, new Content(bytes("hashes.esl")));

        assertThat(dbx.entries())
                .extracting(entry -> ((SignatureDatabase.ImageHash) entry).digest())
                .containsExactly(authenticode(folder.resolve("one.efi")), authenticode(OTHER));
    }

    @Test
    void an_authenticated_update_is_appended_as_the_list_that_it_signs() throws Exception {
        run("sign-efi-sig-list -a -g " + OWNER + " -k one.key -c one.pem db two.esl two.auth");
        FirmwareKeys before = new FirmwareKeys(Map.of(FirmwareKeys.DB, new Content(bytes("one.esl"))));

        FirmwareKeys after = before.appending(FirmwareKeys.DB, new Content(bytes("two.auth")));

        assertThat(bytes("two.auth").length).isGreaterThan(bytes("two.esl").length + 1000);
        assertThat(after).isEqualTo(before.appending(FirmwareKeys.DB, new Content(bytes("two.esl"))));
        assertThat(after.db().certificates())
                .extracting(SignatureDatabase.Certificate::der)
                .containsExactly(new Content(bytes("one.der")), new Content(bytes("two.der")));
    }

    @Test
    void what_is_left_of_an_update_is_read_by_efitools_as_it_is_here() throws Exception {
        FirmwareKeys keys = new FirmwareKeys(Map.of(FirmwareKeys.DB, new Content(bytes("one.esl"))))
                .appending(FirmwareKeys.DB, new Content(join(bytes("one.esl"), bytes("two.esl"))));
        Files.write(
                folder.resolve("db.esl"), keys.variables().get(FirmwareKeys.DB).bytes());

        run("sig-list-to-certs db.esl read");

        assertThat(bytes("read-0.der")).isEqualTo(bytes("one.der"));
        assertThat(bytes("read-1.der")).isEqualTo(bytes("two.der"));
        assertThat(folder.resolve("read-2.der")).doesNotExist();
    }

    @Test
    void an_image_starts_by_the_list_of_its_signer_and_not_by_another_and_not_when_it_is_revoked() throws Exception {
        run("hash-to-efi-sig-list one.efi hash.esl");
        byte[] none = new byte[0];

        assertThat(verdict("one.efi", bytes("one.esl"), none))
                .isEqualTo("app (one.efi) is vouched for by CN=Key one (db), verified by the firmware");
        assertThat(verdict("two.efi", bytes("one.esl"), none))
                .contains("refused by the firmware: its signer CN=Key two is not vouched for by db");
        assertThat(verdict("one.efi", bytes("one.esl"), bytes("one.esl")))
                .contains("refused by the firmware: it is revoked by certificate CN=Key one (dbx)");
        assertThat(verdict("one.efi", bytes("one.esl"), bytes("hash.esl")))
                .contains("refused by the firmware: it is revoked by its hash (dbx)");
        byte[] both = join(bytes("one.esl"), bytes("two.esl"));
        assertThat(verdict("two.efi", both, none)).contains("vouched for by CN=Key two (db)");
        // Signatures are no part of the digest, so that it is the same image whoever has signed it.
        assertThat(verdict("two.efi", both, bytes("hash.esl"))).contains("it is revoked by its hash (dbx)");
    }

    private String verdict(String image, byte[] db, byte[] dbx) {
        Path file = folder.resolve(image);
        Artifact artifact = new Artifact("app", image, FileMeasurer.measure(file, Progress.NONE));
        return Preflight.check(
                        new BootChain("c", Optional.empty(), List.of(new EfiApplication("app"))),
                        ArtifactSet.of(List.of(artifact), Map.of()),
                        new FilesAtHand(Map.of("app", file)),
                        new FirmwareKeys(Map.of(FirmwareKeys.DB, new Content(db), FirmwareKeys.DBX, new Content(dbx))),
                        true)
                .words()
                .get(0);
    }

    private static Digest authenticode(Path image) {
        return FileMeasurer.measure(image, Progress.NONE)
                .pe()
                .flatMap(pe -> pe.authenticode().in(Bank.SHA256))
                .orElseThrow();
    }

    private byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    private void run(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertThat(process.waitFor()).as(() -> command + ": " + output()).isZero();
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
