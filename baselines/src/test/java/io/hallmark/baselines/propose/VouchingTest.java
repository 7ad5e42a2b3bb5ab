package io.hallmark.baselines.propose;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.FirmwareDumps;
import io.hallmark.baselines.secureboot.FirmwareKeys;
import io.hallmark.baselines.secureboot.SignatureDatabase;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.SignerFacts;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.EfiApplication;
import io.hallmark.measuredboot.chain.FirmwareState;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.Replay;
import io.hallmark.measuredboot.measure.FileMeasurer;
import io.hallmark.measuredboot.prediction.HardwareProfile;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.prediction.Predictor;
import io.hallmark.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The authority events of PCR 7, on recorded boots with Secure Boot on. */
class VouchingTest {
    private static final BootChain CHAIN = new BootChain("c", Optional.empty(), List.of(new EfiApplication("app")));

    private final Path folder = Fixtures.root().resolve("boots");

    private record Machine(EventLog log, FirmwareKeys keys, FirmwareState firmware) {
        Prediction predict(Artifact app) {
            HardwareProfile profile = new HardwareProfile("m", List.of(log), firmware);
            ArtifactSet artifacts = ArtifactSet.of(List.of(app), Map.of());
            return new Vouching(log, keys).applied(new Predictor(profile).predict(CHAIN, artifacts), CHAIN, artifacts);
        }

        X509Certificate db(int index) {
            return ((SignatureDatabase.Certificate) keys.db().entries().get(index))
                    .x509()
                    .orElseThrow();
        }
    }

    private Machine machine(String recording) throws IOException {
        EventLog log = EventLogReader.read(folder.resolve(recording).resolve("eventlog.bin"));
        FirmwareState firmware = FirmwareState.of(log)
                .with(FirmwareDumps.variables(
                        "efivars", Files.readAllBytes(folder.resolve(recording).resolve("efivars.json"))));
        return new Machine(log, FirmwareKeys.of(log, firmware), firmware);
    }

    /** A signed application that names who issued the certificate that signed it. */
    private Artifact signedBy(String issuer) {
        FileFacts facts = FileMeasurer.measure(Fixtures.root().resolve("pe/addonx64-signed-once.efi"), (d, t) -> {});
        PeFacts pe = facts.pe().orElseThrow();
        List<SignerFacts> signers = List.of(new SignerFacts("CN=Some Signer", issuer, "00"));
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
}
