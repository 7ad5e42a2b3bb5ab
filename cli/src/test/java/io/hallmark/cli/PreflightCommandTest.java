package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.EfiVariable;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.eventlog.Replay;
import io.hallmark.testsupport.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A signed application on a recorded machine with Secure Boot on, whose db knows Microsoft's keys only. */
class PreflightCommandTest {
    private static final byte[] X509 = guid(0xa5c059a1, 0x94e4, 0x4aa7, 0x87b5ab155c2bf072L);
    private static final byte[] SHA256 = guid(0xc1c41626, 0x504c, 0x4092, 0xaca941f936934328L);

    private static final String WINDOWS =
            "CN=Microsoft Windows Production PCA 2011,O=Microsoft Corporation,L=Redmond,ST=Washington,C=US";
    private static final String MICROSOFT =
            "CN=Microsoft Corporation UEFI CA 2011,O=Microsoft Corporation,L=Redmond,ST=Washington,C=US";

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

    /** The same application, with other names in its signature. */
    private void issuedBy(String issuer) throws Exception {
        String facts = Run.of("digest", image.resolve("app.efi").toString())
                .out()
                .replace("issuer: \"CN=Fixture Signer A\"", "issuer: \"" + issuer + "\"")
                .replaceAll("(?m)^ +base64: .*\n", "");
        assertThat(facts).contains(issuer).doesNotContain("base64");
        Files.writeString(image.resolve("app.digests"), facts);
        Path description = image.resolve("hallmark.yaml");
        Files.writeString(
                description,
                Files.readString(description)
                        .replace("{app: app.efi}", "{app: {digests: app.digests, file: app.efi}}"));
        commit(image);
    }

    private Run measuredOn(String log) {
        return Run.of(
                "measure",
                image.toString(),
                "--log",
                log,
                "--cache",
                folder.resolve("cache").toString());
    }

    private static String line(Run run, String start) {
        assertThat(run.exit()).as(run.err()).isZero();
        return run.out()
                .lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_prediction_on_one_log_has_the_key_that_vouches_for_the_image_and_not_that_of_the_image_of_the_log()
            throws Exception {
        String log = Fixtures.path("boots/disk-grub-sb/eventlog.bin").toString();
        assertThat(line(measuredOn(log), "7 "))
                .contains(
                        "no: it can't be told which certificate vouches for app: no certificate that the firmware trusts");

        issuedBy(WINDOWS);
        Run other = measuredOn(log);

        assertThat(other.out())
                .contains("db: CN=Microsoft Windows Production PCA 2011")
                .doesNotContain("MokListRT");
        assertThat(line(other, "7 "))
                .contains("sha256:" + pcr7WithTheFirstKeyOfDbAlone(log))
                .contains("no: self-test");
    }

    /** Of a log's PCR 7 when firmware finds the first certificate of db, and no shim is started. */
    private static String pcr7WithTheFirstKeyOfDbAlone(String file) {
        EventLog log = EventLogReader.read(Path.of(file));
        byte[] db = log.events().stream()
                .flatMap(event -> EfiVariable.of(event.data()).stream())
                .filter(variable -> variable.name().equals("db"))
                .findFirst()
                .orElseThrow()
                .value()
                .bytes();
        int entry = ByteBuffer.wrap(db).order(ByteOrder.LITTLE_ENDIAN).getInt(24);
        byte[] data = new EfiVariable(
                        "d719b2cb-3d3a-4596-a3bc-dad00e67656f",
                        "db",
                        new Content(java.util.Arrays.copyOfRange(db, 28, 28 + entry)))
                .data();
        List<LogEvent> events = new ArrayList<>();
        for (LogEvent event : log.events()) {
            boolean authority = event.type().equals(EventType.EV_EFI_VARIABLE_AUTHORITY);
            boolean first = EfiVariable.of(event.data())
                    .filter(variable -> variable.name().equals("db"))
                    .isPresent();
            if (!authority) {
                events.add(event);
            } else if (first) {
                events.add(new LogEvent(
                        event.number(), -1, 7, event.type(), Digests.hash(log.banks(), data), new Content(data)));
            }
        }
        return Replay.of(new EventLog(log.format(), log.banks(), events, List.of()))
                .value(Bank.SHA256, 7)
                .orElseThrow()
                .hex();
    }

    private Run profileAdded(String name, String recording) {
        Path boot = Fixtures.path("boots/" + recording);
        Run run = Run.of(
                "profile",
                "add",
                boot.resolve("eventlog.bin").toString(),
                "--variables",
                boot.resolve("efivars.json").toString(),
                "--name",
                name,
                "--baselines",
                baselines.toString(),
                "--booted",
                image.toString(),
                "--cache",
                folder.resolve("cache").toString());
        assertThat(run.exit()).as(run.err()).isZero();
        return run;
    }

    @Test
    void the_self_test_of_a_profile_proves_pcr_7_only_by_the_key_that_vouches_for_what_was_booted() throws Exception {
        assertThat(profileAdded("nobody", "uki-snakeoil-sb").out())
                .contains("self-test: PCR 7 is not re-derived and will not be enforced: expected an authority"
                        + " for each image, found none that can be told; it can't be told which certificate vouches"
                        + " for app: no certificate that the firmware trusts bears a name in its signature");

        issuedBy(WINDOWS);
        assertThat(profileAdded("other", "disk-grub-sb").out())
                .containsPattern(
                        "self-test: PCR 7 is not re-derived and will not be enforced: event [1-9][0-9]* of the reference log:"
                                + " expected EV_EFI_VARIABLE_AUTHORITY db: CN=Microsoft Windows Production PCA 2011");
    }

    @Test
    void the_self_test_of_a_profile_proves_pcr_7_where_the_key_of_the_log_vouches() throws Exception {
        issuedBy("O=SnakeOil,L=Fort Collins,ST=Colorado,C=US");

        assertThat(profileAdded("same", "uki-snakeoil-sb").out())
                .containsPattern("self-test: re-derived PCRs \\[.*\\b7\\b.*\\]");
    }

    /** What a profile has pending, besides what stands in the test's. */
    private void pending(String... lines) throws Exception {
        Files.writeString(
                baselines.resolve("hardware/m/profile.yaml"),
                "schema: hallmark/profile/v1\nname: m\nlogs: [eventlog.bin]\nvariables: efivars.json\n"
                        + (lines.length == 0 ? "" : "pending:\n  - " + String.join("\n  - ", lines) + "\n"));
        commit(baselines);
    }

    private void merge(String branch) throws Exception {
        try (Git git = Git.open(baselines.toFile())) {
            git.checkout().setName("main").call();
            git.merge().include(git.getRepository().resolve(branch)).call();
        }
    }

    private BaselineDocument baseline(String branch) throws Exception {
        try (Git git = Git.open(baselines.toFile())) {
            git.checkout().setName(branch).call();
            String path = "baselines/sample/direct/m.yaml";
            BaselineDocument document = BaselineDocument.read(path, Files.readAllBytes(baselines.resolve(path)));
            git.checkout().setName("main").call();
            return document;
        }
    }

    private Run retire() {
        Run run = Run.of(
                "retire",
                baselines.toString(),
                "--image",
                "sample",
                "--without-evidence",
                "--cache",
                folder.resolve("cache").toString());
        assertThat(run.exit()).as(run.err()).isZero();
        return run;
    }

    @Test
    void retiring_leaves_what_nodes_show_once_they_have_taken_an_update_that_is_pending() throws Exception {
        list("db.esl", X509, Files.readAllBytes(Fixtures.path("pe/cert-a.der")));
        Files.copy(folder.resolve("db.esl"), baselines.resolve("hardware/m/db.esl"));
        pending("{append-db: db.esl}");
        hallmark("propose");
        merge("hallmark/sample");
        Files.copy(
                Fixtures.path("pe/systemd-bootx64-252-signed-once.efi"),
                image.resolve("app.efi"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        commit(image);
        hallmark("propose");
        merge("hallmark/sample");
        assertThat(baseline("main").accepted())
                .extracting(AcceptedSet::mix)
                .containsExactly("", "after db.esl", "", "after db.esl");
        AcceptedSet newest = baseline("main").accepted().get(0);

        retire();
        BaselineDocument retired = baseline("hallmark/sample-retire");
        assertThat(retired.accepted())
                .isEqualTo(baseline("main").accepted().subList(0, 2))
                .allMatch(set -> set.artifacts().equals(newest.artifacts()));

        pending();
        assertThat(retire().err()).contains("Proposed on branch hallmark/sample-retire");
        assertThat(baseline("hallmark/sample-retire").accepted()).containsExactly(newest);
    }

    @Test
    void a_proposal_warns_of_an_image_that_a_pending_update_revokes_or_fails_as_the_settings_say() throws Exception {
        issuedBy(MICROSOFT);
        byte[] digest = HexFormat.of().parseHex("cf9f98edc997e3717bb93a395c6a0aed30b1274ff46f19143f3b72e7aa90edca");
        Files.copy(list("dbx.esl", SHA256, digest), baselines.resolve("hardware/m/dbx.esl"));
        String warning = "after dbx.esl: app (app.digests (app.efi)) would be refused by the firmware:"
                + " it is revoked by its hash";
        Run before = hallmark("propose", "--dry-run", "--report", "markdown");
        assertThat(before.out()).doesNotContain("would be refused");

        pending("{append-dbx: dbx.esl}");
        Run warned = hallmark("propose", "--report", "markdown");
        assertThat(warned.exit()).as(warned.err()).isZero();
        assertThat(warned.out()).contains("> - **chain direct on m: " + warning);
        assertThat(baseline("hallmark/sample").accepted())
                .as("no node gets as far as to measure anything after that update")
                .hasSize(1);

        settings("required");
        Run refused = hallmark("propose");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("chain direct on m: " + warning, "nothing is proposed");
    }

    @Test
    void no_set_is_accepted_for_an_update_that_revokes_the_certificate_which_signed_the_image() throws Exception {
        byte[] certificate = Files.readAllBytes(Fixtures.path("pe/cert-a.der"));
        Files.copy(list("db.esl", X509, certificate), baselines.resolve("hardware/m/db.esl"));
        Files.copy(list("dbx.esl", X509, certificate), baselines.resolve("hardware/m/dbx.esl"));
        pending("{append-db: db.esl}", "{append-dbx: dbx.esl}");

        Run proposed = hallmark("propose", "--report", "markdown");
        assertThat(proposed.exit()).as(proposed.err()).isZero();
        assertThat(proposed.out())
                .contains("> - **chain direct on m: after db.esl, dbx.esl: app (app.efi) would be refused by the"
                        + " firmware: it is revoked by certificate CN=Fixture Signer A (dbx)");
        assertThat(baseline("hallmark/sample").accepted())
                .extracting(AcceptedSet::mix)
                .containsExactly("", "after db.esl");
        merge("hallmark/sample");
        Run checked = Run.of("check", baselines.toString());
        assertThat(checked.exit()).as(checked.out() + checked.err()).isZero();
    }

    @Test
    void a_proposal_warns_of_an_image_that_could_not_be_checked_or_fails_as_the_settings_say() throws Exception {
        issuedBy(MICROSOFT);
        String words = "app (app.digests (app.efi)) was not checked: its signature can't be verified without the file,"
                + " give the file instead of its digests";
        settings("required");
        Run failed = hallmark("propose");
        assertThat(failed.exit()).isEqualTo(2);
        assertThat(failed.err())
                .contains("chain direct on m: " + words)
                .contains("nothing is proposed, since the settings say 'secure-boot: required'");
        assertThat(branches()).doesNotContain("hallmark/sample");

        settings("warn");
        Run warned = hallmark("propose", "--report", "markdown");
        assertThat(warned.exit()).as(warned.err()).isZero();
        assertThat(warned.out()).contains("> **Look at this first", "> - chain direct on m: " + words);
        assertThat(branches()).contains("hallmark/sample");
    }

    private String branches() throws IOException {
        try (Git git = Git.open(baselines.toFile())) {
            return git.getRepository().getRefDatabase().getRefs().toString();
        }
    }
}
