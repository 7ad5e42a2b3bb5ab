package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.testsupport.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A signed application on a recorded machine with Secure Boot on, whose db knows Microsoft's keys only. */
class PreflightCommandTest {
    private static final byte[] X509 = guid(0xa5c059a1, 0x94e4, 0x4aa7, 0x87b5ab155c2bf072L);
    private static final byte[] SHA256 = guid(0xc1c41626, 0x504c, 0x4092, 0xaca941f936934328L);

    @TempDir
    Path folder;

    private Path baselines;
    private Path image;

    @BeforeEach
    void repositories() throws Exception {
        baselines = Files.createDirectories(folder.resolve("baselines"));
        Path hardware = Files.createDirectories(baselines.resolve("hardware/m"));
        Path recording = Fixtures.path("boots/disk-grub-sb");
        Files.copy(recording.resolve("eventlog.bin"), hardware.resolve("eventlog.bin"));
        Files.copy(recording.resolve("efivars.json"), hardware.resolve("efivars.json"));
        Files.writeString(
                hardware.resolve("profile.yaml"),
                "schema: hallmark/profile/v1\nname: m\nlogs: [eventlog.bin]\nvariables: efivars.json\n");
        settings("warn");
        image = Files.createDirectories(folder.resolve("image"));
        Files.copy(Fixtures.path("pe/addonx64-signed-once.efi"), image.resolve("app.efi"));
        Files.writeString(image.resolve("hallmark.yaml"), """
                image: sample
                artifacts: {app: app.efi}
                chains:
                  direct:
                    hardware: [m]
                    stages:
                      - efi: {image: app}
                """);
        commit(image);
    }

    private void settings(String secureBoot) throws Exception {
        Files.writeString(baselines.resolve("hallmark.yaml"), "secure-boot: " + secureBoot + "\n");
        commit(baselines);
    }

    private static void commit(Path repository) throws IOException, GitAPIException {
        try (Git git = Git.init()
                .setDirectory(repository.toFile())
                .setInitialBranch("main")
                .call()) {
            git.add().addFilepattern(".").call();
            git.commit().setMessage("Files").setSign(false).call();
        }
    }

    private Run hallmark(String command, String... more) {
        String[] start = {
            command,
            image.toString(),
            "--baselines",
            baselines.toString(),
            "--cache",
            folder.resolve("cache").toString()
        };
        String[] all = java.util.Arrays.copyOf(start, start.length + more.length);
        System.arraycopy(more, 0, all, start.length, more.length);
        return Run.of(all);
    }

    /** An EFI_SIGNATURE_LIST with one entry (UEFI, "Signature Database"). */
    private Path list(String name, byte[] type, byte[] data) throws IOException {
        return Files.write(
                folder.resolve(name),
                ByteBuffer.allocate(44 + data.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(type)
                        .putInt(44 + data.length)
                        .putInt(0)
                        .putInt(16 + data.length)
                        .put(new byte[16])
                        .put(data)
                        .array());
    }

    private static byte[] guid(int a, int b, int c, long d) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(a)
                .putShort((short) b)
                .putShort((short) c)
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(d)
                .array();
    }

    @Test
    void an_image_that_no_key_of_the_machine_vouches_for_is_a_finding() {
        Run run = hallmark("preflight");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out())
                .contains("chain direct on m\n  app (app.efi) would be refused by the firmware: its signer")
                .contains("CN=Fixture Signer A");
    }

    @Test
    void the_answer_is_what_the_next_boot_does_after_updates_that_are_pending() throws Exception {
        byte[] certificate = Files.readAllBytes(Fixtures.path("pe/cert-a.der"));
        String db = list("db.esl", X509, certificate).toString();
        Run allowed = hallmark("preflight", "--append-db", db);
        assertThat(allowed.exit()).as(allowed.err()).isZero();
        assertThat(allowed.out())
                .contains("app (app.efi) is vouched for by CN=Fixture Signer A (db), verified by the firmware");

        String dbx = list("dbx.esl", X509, certificate).toString();
        Run revoked = hallmark("preflight", "--append-db", db, "--append-dbx", dbx, "--json");
        assertThat(revoked.exit()).isEqualTo(1);
        assertThat(revoked.out()).contains("it is revoked by certificate CN=Fixture Signer A (dbx)");

        byte[] other = MessageDigest.getInstance("SHA-256").digest("other".getBytes(StandardCharsets.UTF_8));
        Run unaffected = hallmark(
                "preflight",
                "--append-db",
                db,
                "--append-dbx",
                list("other.esl", SHA256, other).toString());
        assertThat(unaffected.exit()).isZero();

        Run broken = hallmark(
                "preflight",
                "--append-dbx",
                Files.write(folder.resolve("x"), new byte[30]).toString());
        assertThat(broken.exit()).isEqualTo(2);
        assertThat(broken.err()).contains("signature list at offset").doesNotContain("\tat ");
    }

    @Test
    void a_proposal_warns_of_it_or_fails_as_the_settings_say() throws Exception {
        settings("required");
        Run refused = hallmark("propose");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err())
                .contains("chain direct on m: app (app.efi) would be refused by the firmware")
                .contains("nothing is proposed, since the settings say 'secure-boot: required'");
        assertThat(branches()).doesNotContain("hallmark/sample");

        settings("warn");
        Run warned = hallmark("propose", "--report", "markdown");
        assertThat(warned.exit()).as(warned.err()).isZero();
        assertThat(warned.out()).contains("> - **chain direct on m: app").contains("### Secure Boot, chain direct on");
        assertThat(branches()).contains("hallmark/sample");
    }

    @Test
    void an_update_that_the_profile_says_is_pending_is_answered_for_and_becomes_a_set_beside_the_present_one()
            throws Exception {
        Path hardware = baselines.resolve("hardware/m");
        byte[] certificate = Files.readAllBytes(Fixtures.path("pe/cert-a.der"));
        Files.copy(list("db.esl", X509, certificate), hardware.resolve("db.esl"));
        Files.writeString(
                hardware.resolve("profile.yaml"),
                "schema: hallmark/profile/v1\nname: m\nlogs: [eventlog.bin]\nvariables: efivars.json\n"
                        + "pending:\n  - {append-db: db.esl}\n");
        commit(baselines);

        Run asked = hallmark("preflight");
        assertThat(asked.exit()).isEqualTo(1);
        assertThat(asked.out())
                .contains("chain direct on m\n  app (app.efi) would be refused by the firmware")
                .contains("PCR 7 is not enforced: ")
                .contains("chain direct on m after db.esl\n  app (app.efi) is vouched for by CN=Fixture Signer A (db)");

        Run proposed = hallmark("propose");
        assertThat(proposed.exit()).as(proposed.err()).isZero();
        assertThat(proposed.out()).contains("of which 1 hold after updates of keys that are pending");
        try (Git git = Git.open(baselines.toFile())) {
            git.checkout().setName("hallmark/sample").call();
        }
        String baseline = Files.readString(baselines.resolve("baselines/sample/direct/m.yaml"));
        assertThat(baseline).containsOnlyOnce("mix: \"after db.esl\"").contains("rule: secure-boot.variable");
        Run checked = Run.of("check", baselines.toString());
        assertThat(checked.exit()).as(checked.out() + checked.err()).isZero();
    }

    private String branches() throws IOException {
        try (Git git = Git.open(baselines.toFile())) {
            return git.getRepository().getRefDatabase().getRefs().toString();
        }
    }
}
