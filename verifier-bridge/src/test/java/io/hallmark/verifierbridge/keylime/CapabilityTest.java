package io.hallmark.verifierbridge.keylime;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.ProfileDocument;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.PlanItem.Action;
import io.hallmark.baselines.publish.SecretFolder;
import io.hallmark.baselines.publish.Target;
import io.hallmark.baselines.repository.FolderFiles;
import io.hallmark.measuredboot.recordings.RecordedBoots;
import io.hallmark.measuredboot.recordings.RecordedBoots.RecordedBoot;
import io.hallmark.testsupport.Fixtures;
import io.hallmark.testsupport.TestCertificates;
import io.hallmark.verifierbridge.keylime.RecordedVerifier.Answer;
import io.hallmark.verifierbridge.keylime.example.ReferenceLogs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would have every node of a hardware profile refused is said before it is pushed. */
class CapabilityTest {
    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static TestCertificates certificates;
    private RecordedVerifier verifier;

    @BeforeAll
    static void prepare() throws Exception {
        certificates = TestCertificates.in(Files.createDirectories(shared.resolve("certificates")));
        certificates.credential(shared.resolve("secrets"), "prod", "ca", "client");
    }

    @BeforeEach
    void start() {
        verifier = new RecordedVerifier(certificates.folder(), "server");
        verifier.answers("GET", "/versions", "01-versions")
                .answers("GET", "/v2.6/mbpolicies/", results(Map.of("mbpolicy names", List.of())));
    }

    @AfterEach
    void stop() {
        verifier.close();
    }

    @Test
    void a_baseline_is_pushed_where_the_profile_holds_the_log_and_the_values_of_its_own_boot() throws IOException {
        profile(RecordedStates.boot("disk-grub").log(), Optional.of(pcrs("disk-grub")));

        assertThat(planned().action()).isEqualTo(Action.CREATE);
    }

    @Test
    void a_profile_of_other_firmware_settings_is_refused_with_the_first_event() throws IOException {
        profile(RecordedStates.boot("disk-grub-sb").log(), Optional.empty());

        PlanItem item = planned();
        assertThat(item.action()).isEqualTo(Action.REFUSED);
        assertThat(item.words()).singleElement().asString().startsWith("reference log 1 of lab: event ");
    }

    @Test
    void a_profile_whose_log_keylime_can_not_read_is_refused() throws IOException {
        profile(Fixtures.path("eventlogs/go-tpm-tools/debian-10.bin"), Optional.empty());

        assertThat(planned().words()).containsExactly("reference log 1 of lab: Keylime can't read logs of TPM 1.2");
    }

    @Test
    void a_profile_whose_log_is_damaged_is_refused_and_keeps_no_other_baseline_out() throws IOException {
        Path damaged = Files.write(folder.resolve("damaged"), new byte[] {1, 2, 3});
        profile(damaged, Optional.empty());

        assertThat(planned().action()).isEqualTo(Action.REFUSED);
    }

    @Test
    void a_profile_whose_tpm_reported_what_its_log_does_not_give_is_refused() throws IOException {
        profile(RecordedStates.boot("disk-grub").log(), Optional.of(pcrs("disk-grub-initrd")));

        PlanItem item = planned();
        assertThat(item.action()).isEqualTo(Action.REFUSED);
        assertThat(item.words())
                .singleElement()
                .asString()
                .startsWith("reference log 1 of lab does not give the value of PCR 9 that its TPM reported (sha1)")
                .contains("measured_boot.invalid_pcr_9");
    }

    @Test
    void each_recorded_boot_has_the_values_that_its_log_gives() throws IOException {
        for (RecordedBoot boot : RecordedBoots.all()) {
            if (!Files.exists(pcrs(boot.name()))) {
                continue;
            }
            profile(boot.log(), Optional.of(pcrs(boot.name())));
            FolderFiles files = FolderFiles.open(folder.resolve("repository"));
            assertThat(UnconfirmedLog.words(
                            files, "lab", ReferenceLogs.of(files, "lab").logs(), UnconfirmedLog.COMPARED_BY_HALLMARK))
                    .as(boot.name())
                    .isEmpty();
        }
    }

    @Test
    void the_policy_example_is_judged_by_the_pcrs_that_it_has_keylime_compare() throws IOException {
        profile(RecordedStates.boot("disk-grub").log(), Optional.of(pcrs("disk-grub-initrd")));

        assertThat(planned("example").words())
                .first()
                .asString()
                .startsWith("reference log 1 of lab does not give the value of PCR 9 that its TPM reported (sha1)");
    }

    private PlanItem planned() {
        return planned("hallmark");
    }

    /** @param policy that the verifier runs, and the target is for */
    private PlanItem planned(String policy) {
        verifier.answers(
                "POST",
                "/v2.6/verify/evidence",
                results(Map.of("valid", false, "failures", List.of(Map.of("type", "measured_boot.policy_" + policy)))));
        try (Target target = new KeylimeKind()
                .open(
                        RecordedStates.settings("url: " + verifier.url(), "credentials: prod", "policy: " + policy),
                        new SecretFolder(shared.resolve("secrets")))) {
            List<PlanItem> plan = target.plan(RecordedStates.state(
                    FolderFiles.open(folder.resolve("repository")), RecordedStates.baseline("grub", "disk-grub")));
            assertThat(plan).hasSize(1);
            return plan.get(0);
        }
    }

    private static Path pcrs(String boot) {
        return RecordedStates.boot(boot).log().resolveSibling("pcrs.json");
    }

    private void profile(Path log, Optional<Path> pcrs) throws IOException {
        Path hardware = Files.createDirectories(folder.resolve("repository/hardware/lab"));
        Files.write(hardware.resolve("eventlog.bin"), Files.readAllBytes(log));
        if (pcrs.isPresent()) {
            Files.write(hardware.resolve("pcrs.json"), Files.readAllBytes(pcrs.get()));
        }
        ProfileDocument document = new ProfileDocument(
                "lab",
                "QEMU",
                "Standard PC",
                "2022.11",
                Map.of(),
                List.of("eventlog.bin"),
                Optional.empty(),
                pcrs.map(file -> "pcrs.json"),
                Optional.empty(),
                List.of());
        Files.write(hardware.resolve(ProfileDocument.FILE), document.toYaml());
    }

    private static Answer results(Map<String, Object> results) {
        return new Answer(200, CanonicalJson.write(Map.of("results", results)).getBytes(StandardCharsets.UTF_8));
    }
}
