package io.hallmark.baselines.secureboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.FirmwareDumps;
import io.hallmark.baselines.source.FilesAtHand;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.CertificateFacts;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.SignerFacts;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.EfiApplication;
import io.hallmark.measuredboot.chain.EfiVariable;
import io.hallmark.measuredboot.chain.FirmwareState;
import io.hallmark.measuredboot.chain.Grub;
import io.hallmark.measuredboot.chain.LinuxKernel;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.chain.Shim;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.eventlog.PcrValues;
import io.hallmark.measuredboot.eventlog.Replay;
import io.hallmark.measuredboot.io.EfiGuid;
import io.hallmark.measuredboot.measure.FileMeasurer;
import io.hallmark.measuredboot.prediction.HardwareProfile;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.testsupport.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The authority events of PCR 7, on recorded boots with Secure Boot on. */
class VouchingTest {
    private static final BootChain CHAIN = new BootChain("c", Optional.empty(), List.of(new EfiApplication("app")));

    private final Path folder = Fixtures.root().resolve("boots");

    private record Machine(EventLog log, FirmwareState firmware, KeyUpdate update) {
        Prediction predict(Artifact app) {
            return predict(CHAIN, app);
        }

        Prediction predict(BootChain chain, Artifact... files) {
            return predictor().predict(chain, ArtifactSet.of(List.of(files), Map.of()));
        }

        KeyedPredictor predictor() {
            return KeyedPredictor.of(new HardwareProfile("m", List.of(log), firmware))
                    .after(update);
        }

        FirmwareKeys keys() {
            return update.appliedTo(FirmwareKeys.of(log, firmware));
        }

        Machine after(KeyUpdate next) {
            return new Machine(log, firmware, update.then(next));
        }

        Machine withLog(List<LogEvent> events) {
            List<LogEvent> numbered = new ArrayList<>();
            for (LogEvent event : events) {
                numbered.add(new LogEvent(
                        numbered.size() + 1, -1, event.pcr(), event.type(), event.digests(), event.data()));
            }
            return new Machine(new EventLog(log.format(), log.banks(), numbered, List.of()), firmware, update);
        }

        X509Certificate db(int index) {
            return ((SignatureDatabase.Certificate) keys().db().entries().get(index))
                    .x509()
                    .orElseThrow();
        }
    }

    private Machine machine(String recording) throws IOException {
        EventLog log = EventLogReader.read(folder.resolve(recording).resolve("eventlog.bin"));
        FirmwareState firmware = FirmwareState.of(log)
                .with(FirmwareDumps.variables(
                        "efivars", Files.readAllBytes(folder.resolve(recording).resolve("efivars.json"))));
        return new Machine(log, firmware, KeyUpdate.NONE);
    }

    /** A signed application that names who issued the certificate that signed it. */
    private Artifact signedBy(String issuer) {
        FileFacts facts = FileMeasurer.measure(Fixtures.root().resolve("pe/addonx64-signed-once.efi"), (d, t) -> {});
        PeFacts pe = facts.pe().orElseThrow();
        List<SignerFacts> signers =
                List.of(new SignerFacts(new CertificateFacts("CN=Some Signer", issuer, "00"), List.of()));
        return new Artifact(
                "app",
                "app.efi",
                new FileFacts(
                        facts.size(),
                        facts.digests(),
                        Optional.of(new PeFacts(pe.authenticode(), pe.sections(), signers)),
                        facts.product(),
                        facts.content(),
                        facts.compositions(),
                        facts.notes()));
    }

    private static List<PredictedEvent> authorities(Prediction prediction) {
        return prediction.events().stream()
                .filter(event -> event.type().equals(EventType.EV_EFI_VARIABLE_AUTHORITY))
                .toList();
    }

    @Test
    void an_image_signed_by_the_key_of_the_recorded_boot_gives_the_recorded_value() throws IOException {
        Machine machine = machine("uki-snakeoil-sb");
        Prediction prediction =
                machine.predict(signedBy(machine.db(0).getSubjectX500Principal().getName()));
        assertThat(prediction.pcr(7).orElseThrow().values().in(Bank.SHA256))
                .isEqualTo(Replay.of(machine.log()).value(Bank.SHA256, 7));
        assertThat(prediction.pcr(7).orElseThrow().notEnforceable()).isEmpty();
    }

    @Test
    void an_image_signed_by_another_key_of_db_is_vouched_for_by_that_one() throws IOException {
        Machine machine = machine("disk-grub-sb");
        Prediction recorded = machine.predict(
                signedBy("CN=Microsoft Corporation UEFI CA 2011,O=Microsoft Corporation,L=Redmond,ST=Washington,C=US"));
        Prediction other =
                machine.predict(signedBy(machine.db(0).getSubjectX500Principal().getName()));

        assertThat(machine.db(0).getSubjectX500Principal().getName()).contains("Windows");
        assertThat(authorities(recorded))
                .singleElement()
                .satisfies(event -> assertThat(event.provenance()).isInstanceOf(Provenance.Copied.class));
        assertThat(authorities(other)).singleElement().satisfies(event -> {
            assertThat(event.provenance()).isEqualTo(new Provenance.Computed("secure-boot.authority", List.of("app")));
            assertThat(event.description()).contains("Windows");
            assertThat(event.digests())
                    .isEqualTo(Digests.hash(other.banks(), event.data().bytes()));
        });
        assertThat(other.pcr(7).orElseThrow().values())
                .isNotEqualTo(recorded.pcr(7).orElseThrow().values());
        assertThat(other.pcr(7).orElseThrow().notEnforceable()).isEmpty();
    }

    @Test
    void pcr_7_is_not_enforced_where_nobody_can_tell_who_vouches_for_an_image() throws IOException {
        Machine machine = machine("disk-grub-sb");
        assertThat(machine.predict(signedBy("CN=Nobody Knows"))
                        .pcr(7)
                        .orElseThrow()
                        .notEnforceable()
                        .orElseThrow())
                .contains("it can't be told which certificate vouches for app");
    }

    /** PCR 7 of a log in each bank, of which some events were never measured or others were. */
    private static Digests pcr7(Machine machine, Predicate<LogEvent> measured, UnaryOperator<LogEvent> otherwise) {
        List<LogEvent> events = machine.log().events().stream()
                .filter(event -> event.pcr() == 7)
                .filter(measured)
                .map(otherwise)
                .toList();
        PcrValues values =
                Replay.of(new EventLog(machine.log().format(), machine.log().banks(), events, List.of()));
        return Digests.of(machine.log().banks().stream()
                .flatMap(bank -> values.value(bank, 7).stream())
                .toList());
    }

    private static boolean names(LogEvent event, String variable) {
        return EfiVariable.of(event.data())
                .filter(found -> found.name().equals(variable))
                .isPresent();
    }

    private static final BootChain SHIM_GRUB =
            new BootChain("c", Optional.empty(), List.of(new Shim("shim"), new Grub("grub", Map.of())));

    private static Artifact grub(String issuer) {
        return TestKeys.grub("", "2.06-13+deb12u2", issuer);
    }

    @Test
    void a_chain_with_fewer_authorities_than_the_reference_log_has_fewer_events() throws IOException {
        Machine machine = machine("disk-grub-sb");
        Prediction prediction = machine.predict(signedBy(TestKeys.MICROSOFT));

        assertThat(prediction.pcr(7).orElseThrow().notEnforceable()).isEmpty();
        assertThat(prediction.pcr(7).orElseThrow().values())
                .isEqualTo(pcr7(
                        machine,
                        event -> !names(event, "MokListRT") && !names(event, "SbatLevel"),
                        UnaryOperator.identity()));
    }

    @Test
    void a_chain_with_more_authorities_than_the_reference_log_has_more_events() throws IOException {
        for (String recording : List.of("disk-grub-sb", "pxe-grub-sb")) {
            Machine recorded = machine(recording);
            List<LogEvent> untilShim = recorded.log().events().stream()
                    .filter(event -> !event.type().equals(EventType.EV_EFI_VARIABLE_AUTHORITY) || names(event, "db"))
                    .filter(event -> !event.type().equals(EventType.EV_IPL))
                    .toList();
            Machine shorter = recorded.withLog(untilShim);
            Prediction prediction = shorter.predict(SHIM_GRUB, TestKeys.shim(""), grub(TestKeys.DEBIAN));

            assertThat(prediction.pcr(7).orElseThrow().values())
                    .as(recording)
                    .isEqualTo(pcr7(recorded, event -> true, UnaryOperator.identity()));
            assertThat(prediction.pcr(7).orElseThrow().notEnforceable()).isEmpty();
            List<String> order = prediction.events().stream()
                    .filter(event -> event.pcr() == 7 && event.provenance() instanceof Provenance.Computed
                            || event.pcr() == 4 && event.type().equals(EventType.EV_EFI_BOOT_SERVICES_APPLICATION))
                    .map(PredictedEvent::description)
                    .toList();
            assertThat(order).containsExactly("shim (shim)", "SbatLevel", "MokListRT", "grub (grub)");
        }
    }

    @Test
    void the_loader_after_shim_may_be_vouched_for_by_db_which_shim_measures_once_more() throws IOException {
        Machine machine = machine("disk-grub-sb");
        LogEvent db = machine.log().events().stream()
                .filter(event -> event.type().equals(EventType.EV_EFI_VARIABLE_AUTHORITY) && names(event, "db"))
                .findFirst()
                .orElseThrow();
        Prediction prediction = machine.predict(SHIM_GRUB, TestKeys.shim(""), grub(TestKeys.MICROSOFT));

        assertThat(prediction.pcr(7).orElseThrow().values())
                .isEqualTo(pcr7(machine, event -> true, event -> names(event, "MokListRT") ? db : event));
    }

    @Test
    void what_the_firmware_measured_for_an_option_rom_is_not_measured_once_more() throws IOException {
        Machine machine = machine("disk-grub-sb");
        List<LogEvent> events = new ArrayList<>(machine.log().events());
        LogEvent db = events.stream()
                .filter(event -> event.type().equals(EventType.EV_EFI_VARIABLE_AUTHORITY) && names(event, "db"))
                .findFirst()
                .orElseThrow();
        LogEvent rom = machine("pxe-ipxe-rom").log().events().stream()
                .filter(event -> event.type().equals(EventType.EV_EFI_BOOT_SERVICES_DRIVER))
                .findFirst()
                .orElseThrow();
        events.remove(db);
        int call = 8;
        events.add(call, rom);
        events.add(call, db);
        Machine withRom = machine.withLog(events);

        Prediction same = withRom.predict(signedBy(TestKeys.MICROSOFT));
        assertThat(authorities(same)).singleElement().satisfies(event -> {
            assertThat(event.data()).isEqualTo(db.data());
            assertThat(event.provenance()).isInstanceOf(Provenance.Copied.class);
        });
        Prediction other =
                withRom.predict(signedBy(machine.db(0).getSubjectX500Principal().getName()));
        assertThat(authorities(other))
                .extracting(PredictedEvent::provenance)
                .hasSize(2)
                .last()
                .isEqualTo(new Provenance.Computed("secure-boot.authority", List.of("app")));
        assertThat(authorities(other).get(0).data()).isEqualTo(db.data());
    }

    @Test
    void an_image_signed_through_an_intermediate_is_vouched_for_by_the_entry_that_its_chain_leads_to()
            throws IOException {
        Artifact chained = new Artifact(
                "app", "app.efi", FileMeasurer.measure(Fixtures.path("pe/addonx64-signed-chain.efi"), (d, t) -> {}));
        for (String anchor : List.of("cert-leaf.der", "cert-inter.der", "cert-root.der")) {
            byte[] certificate = TestKeys.certificate(anchor);
            Machine machine = machine("uki-snakeoil-sb").after(db(TestKeys.list(TestKeys.X509, certificate)));
            Prediction prediction = machine.predict(chained);

            assertThat(prediction.pcr(7).orElseThrow().notEnforceable())
                    .as(anchor)
                    .isEmpty();
            byte[] entry = TestKeys.join(EfiGuid.bytes(TestKeys.OWNER), certificate);
            assertThat(authorities(prediction))
                    .singleElement()
                    .satisfies(event -> assertThat(EfiVariable.of(event.data()))
                            .contains(
                                    new EfiVariable("d719b2cb-3d3a-4596-a3bc-dad00e67656f", "db", new Content(entry))));
        }
    }

    private static KeyUpdate db(byte[] lists) {
        return new KeyUpdate(List.of(), List.of(new Content(lists)), List.of(), Optional.empty());
    }

    @Test
    void after_an_update_the_variables_have_what_they_hold_then() throws IOException {
        Machine machine = machine("disk-grub-sb");
        byte[] hash = new byte[32];
        byte[] dbx = TestKeys.list(TestKeys.SHA256, hash);
        byte[] db = TestKeys.list(TestKeys.X509, TestKeys.certificate("cert-a.der"));
        String level = "sbat,1,2025051000\nshim,4\ngrub,5\ngrub.proxmox,2\n";
        KeyUpdate update = new KeyUpdate(
                List.of(),
                List.of(new Content(db)),
                List.of(new Content(dbx)),
                Optional.of(new Content(level.getBytes(StandardCharsets.US_ASCII))));
        Prediction prediction = machine.after(update).predict(SHIM_GRUB, TestKeys.shim(""), grub(TestKeys.DEBIAN));

        UnaryOperator<LogEvent> otherwise = event -> {
            if (event.type().equals(EventType.EV_EFI_VARIABLE_DRIVER_CONFIG) && names(event, "db")) {
                return with(event, value -> TestKeys.join(value, db));
            } else if (names(event, "dbx")) {
                return with(event, value -> TestKeys.join(value, dbx));
            } else if (names(event, "SbatLevel")) {
                return with(event, value -> level.getBytes(StandardCharsets.US_ASCII));
            }
            return event;
        };
        assertThat(prediction.pcr(7).orElseThrow().values()).isEqualTo(pcr7(machine, event -> true, otherwise));
        assertThat(prediction.pcr(7).orElseThrow().values())
                .isNotEqualTo(pcr7(machine, event -> true, UnaryOperator.identity()));
    }

    private static KeyUpdate dbx(byte[] lists) {
        return new KeyUpdate(List.of(), List.of(), List.of(new Content(lists)), Optional.empty());
    }

    @Test
    void after_an_update_that_revokes_its_signer_an_image_is_refused_and_pcr_7_is_not_enforced() throws IOException {
        byte[] a = TestKeys.list(TestKeys.X509, TestKeys.certificate("cert-a.der"));
        Machine machine = machine("uki-snakeoil-sb").after(db(a));
        Artifact signed = new Artifact(
                "app", "app.efi", FileMeasurer.measure(Fixtures.path("pe/addonx64-signed-once.efi"), (d, t) -> {}));

        assertThat(machine.predict(signed).pcr(7).orElseThrow().notEnforceable())
                .isEmpty();
        assertThat(machine.after(dbx(a)).predict(signed).pcr(7).orElseThrow().notEnforceable())
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("revoked by certificate CN=Fixture Signer A"));
    }

    @Test
    void after_an_update_that_revokes_one_of_two_signers_shim_measures_the_revocation() throws IOException {
        byte[] a = TestKeys.list(TestKeys.X509, TestKeys.certificate("cert-a.der"));
        byte[] root = TestKeys.list(TestKeys.X509, TestKeys.certificate("cert-root.der"));
        Machine machine = machine("disk-grub-sb").after(db(TestKeys.join(a, root)));
        BootChain chain = TestKeys.SHIM_CHAIN;
        Artifact kernel = new Artifact(
                "kernel", "vmlinuz", FileMeasurer.measure(Fixtures.path("pe/addonx64-signed-twice.efi"), (d, t) -> {}));

        for (Machine each : List.of(machine, machine.after(dbx(a)))) {
            Prediction prediction = each.predict(chain, TestKeys.shim(""), grub(TestKeys.DEBIAN), kernel);
            String list = each.equals(machine) ? "db" : "dbx";
            assertThat(authorities(prediction))
                    .extracting(PredictedEvent::description)
                    .endsWith(list + ": CN=Fixture Signer A", "db: CN=Fixture Root CA,O=Fixture Org,C=XX");
            assertThat(prediction.pcr(7).orElseThrow().notEnforceable()).isEmpty();
        }
    }

    @Test
    void that_an_image_was_started_before_an_update_tells_nothing_when_that_revokes_signers() throws IOException {
        Machine machine = machine("disk-grub-sb");
        Digest booted = machine.log().events().stream()
                .filter(event -> event.type().equals(EventType.EV_EFI_BOOT_SERVICES_APPLICATION))
                .findFirst()
                .flatMap(event -> event.digests().in(Bank.SHA256))
                .orElseThrow();
        Artifact app = TestKeys.image("app", booted.hex(), "CN=Nobody Knows", Optional.empty(), List.of());
        byte[] a = TestKeys.certificate("cert-a.der");

        assertThat(machine.predict(app).pcr(7).orElseThrow().notEnforceable()).isEmpty();
        assertThat(machine.after(dbx(TestKeys.list(TestKeys.SHA256, new byte[32])))
                        .predict(app)
                        .pcr(7)
                        .orElseThrow()
                        .notEnforceable())
                .as("an image that it is not")
                .isEmpty();
        assertThat(machine.after(dbx(TestKeys.list(TestKeys.X509, a)))
                        .predict(app)
                        .pcr(7)
                        .orElseThrow()
                        .notEnforceable())
                .isPresent();
    }

    private static LogEvent with(LogEvent event, UnaryOperator<byte[]> change) {
        EfiVariable old = EfiVariable.of(event.data()).orElseThrow();
        byte[] data = new EfiVariable(
                        old.guid(),
                        old.name(),
                        new Content(change.apply(old.value().bytes())))
                .data();
        return new LogEvent(
                event.number(),
                -1,
                7,
                event.type(),
                Digests.hash(List.of(Bank.SHA1, Bank.SHA256, Bank.SHA384, Bank.SHA512), data),
                new Content(data));
    }

    @Test
    void an_sbat_level_that_is_older_than_what_shim_brings_changes_nothing() throws IOException {
        Machine machine = machine("disk-grub-sb");
        Content old = new Content("sbat,1,2021030218\n".getBytes(StandardCharsets.US_ASCII));
        KeyUpdate update = new KeyUpdate(List.of(), List.of(), List.of(), Optional.of(old));

        assertThat(machine.after(update).predict(SHIM_GRUB, TestKeys.shim(""), grub(TestKeys.DEBIAN)))
                .isEqualTo(machine.predict(SHIM_GRUB, TestKeys.shim(""), grub(TestKeys.DEBIAN)));
    }

    @Test
    void an_image_that_would_be_refused_leaves_pcr_7_not_enforced_with_the_reason() throws IOException {
        Machine machine = machine("disk-grub-sb");
        Artifact unsigned =
                new Artifact("app", "app.efi", FileMeasurer.measure(Fixtures.path("pe/addonx64.efi"), (d, t) -> {}));

        assertThat(machine.predict(unsigned)
                        .pcr(7)
                        .orElseThrow()
                        .notEnforceable()
                        .orElseThrow())
                .contains("would be refused by the firmware: it is unsigned");
    }

    @Test
    void grub_without_shim_starts_no_kernel_unless_it_was_made_for_that() throws IOException {
        BootChain chain = new BootChain(
                "c",
                Optional.empty(),
                List.of(new Grub("grub", Map.of()), new LinuxKernel("kernel", List.of(), Optional.empty())));
        Machine machine = machine("disk-grub-sb");
        Artifact kernel = TestKeys.image("kernel", "", TestKeys.MICROSOFT, Optional.empty(), List.of());
        ArtifactSet debian = ArtifactSet.of(List.of(grub(TestKeys.MICROSOFT), kernel), Map.of());
        assertThat(Preflight.check(chain, debian, FilesAtHand.NONE, machine.keys(), true)
                        .refusals())
                .singleElement()
                .asString()
                .contains("kernel (kernel) would be refused by GRUB: GRUB asks shim about every kernel");

        Artifact own = TestKeys.grub("", "2.12", TestKeys.MICROSOFT);
        Preflight verified = Preflight.check(
                chain, ArtifactSet.of(List.of(own, kernel), Map.of()), FilesAtHand.NONE, machine.keys(), true);
        assertThat(verified.verdicts().get(1).words())
                .contains("only if its image was made with --disable-shim-lock")
                .contains("then the firmware verifies it; by its names its signer is vouched for by "
                        + TestKeys.MICROSOFT);
        assertThat(pcr4Images(machine.predict(chain, own, kernel))).containsExactly("grub (grub)", "kernel (kernel)");

        Artifact older = TestKeys.grub("", "2.06", TestKeys.MICROSOFT);
        Preflight unverified = Preflight.check(
                chain, ArtifactSet.of(List.of(older, kernel), Map.of()), FilesAtHand.NONE, machine.keys(), true);
        assertThat(unverified.verdicts().get(1).words()).endsWith("then nobody verifies it");
        assertThat(unverified.measured()).hasSize(1);
    }

    private static List<String> pcr4Images(Prediction prediction) {
        return prediction.events().stream()
                .filter(event -> event.pcr() == 4 && event.type().equals(EventType.EV_EFI_BOOT_SERVICES_APPLICATION))
                .map(PredictedEvent::description)
                .toList();
    }
}
