package io.hallmark.baselines.propose;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.FirmwareDumps;
import io.hallmark.baselines.document.ProfileDocument;
import io.hallmark.baselines.repository.FolderFiles;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.EfiApplication;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.testsupport.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What firmware measures is enforced when the PCR values that the node's TPM reported prove its log, and only then. */
class TpmProofTest {
    private static final Path RECORDED = Fixtures.path("boots/disk-grub");
    private static final List<Integer> FIRMWARE = List.of(0, 2, 3, 6);

    @TempDir
    Path tree;

    private final Map<String, Map<String, String>> reported = new LinkedHashMap<>();

    @BeforeEach
    void valuesOfTheTpm() throws IOException {
        FirmwareDumps.pcrs("pcrs.json", Files.readAllBytes(RECORDED.resolve("pcrs.json")))
                .forEach((bank, values) -> {
                    Map<String, String> byPcr = new TreeMap<>();
                    values.forEach((pcr, digest) -> byPcr.put(Integer.toString(pcr), digest.hex()));
                    reported.put(bank.label(), byPcr);
                });
    }

    @Test
    void values_that_the_log_gives_prove_it() throws IOException {
        Prediction prediction = prediction();

        FIRMWARE.forEach(
                pcr -> assertThat(unproven(prediction, pcr)).as("PCR %d", pcr).isEmpty());
        // The kernel has extended it, which no log of the firmware tells.
        assertThat(prediction.pcr(10)).isEmpty();
    }

    @Test
    void no_values_prove_nothing() throws IOException {
        reported.clear();

        Prediction prediction = prediction();

        FIRMWARE.forEach(pcr -> assertThat(unproven(prediction, pcr))
                .as("PCR %d", pcr)
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("found no sha1 value of PCR " + pcr, "read PCRs 0 to 15 of every bank on the node")));
    }

    @Test
    void a_bank_of_the_log_that_was_not_reported_leaves_no_pcr_proven() throws IOException {
        reported.remove("sha384");

        Prediction prediction = prediction();

        FIRMWARE.forEach(pcr -> assertThat(unproven(prediction, pcr))
                .hasValueSatisfying(reason -> assertThat(reason).contains("found no sha384 value of PCR " + pcr)));
    }

    @Test
    void a_pcr_that_was_not_reported_is_not_proven_and_the_others_are() throws IOException {
        reported.values().forEach(values -> values.remove("2"));

        Prediction prediction = prediction();

        assertThat(unproven(prediction, 2))
                .hasValueSatisfying(reason -> assertThat(reason).contains("found no sha1 value of PCR 2"));
        assertThat(unproven(prediction, 0)).isEmpty();
    }

    @Test
    void another_value_than_the_log_gives_is_told() throws IOException {
        String other = Bank.SHA256.hash(new byte[1]).hex();
        reported.get("sha256").put("0", other);

        assertThat(unproven(prediction(), 0))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("found sha256:" + other, "the TPM reported another value than its log gives"));
    }

    @Test
    void an_extend_that_the_log_has_no_event_of_is_told() throws IOException {
        String extended = Bank.SHA256.hash(new byte[2]).hex();
        reported.get("sha256").put("15", extended);

        Prediction prediction = prediction();

        assertThat(unproven(prediction, 15))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("found sha256:" + extended, "though the log has no event of this PCR"));
        assertThat(unproven(prediction, 0)).isEmpty();
    }

    @Test
    void what_is_reported_of_pcrs_that_no_boot_is_measured_into_says_nothing() throws IOException {
        IntStream.range(16, 24).forEach(pcr -> reported.values().forEach(values -> values.remove("" + pcr)));
        reported.get("sha256").put("23", Bank.SHA256.hash(new byte[3]).hex());

        Prediction prediction = prediction();

        FIRMWARE.forEach(pcr -> assertThat(unproven(prediction, pcr)).isEmpty());
        assertThat(prediction.pcr(23)).isEmpty();
    }

    private static Optional<String> unproven(Prediction prediction, int pcr) {
        return prediction.pcr(pcr).flatMap(PredictedPcr::notEnforceable);
    }

    private Prediction prediction() throws IOException {
        Path folder = Files.createDirectories(tree.resolve("hardware/q35"));
        Files.copy(RECORDED.resolve("eventlog.bin"), folder.resolve("eventlog.bin"));
        Files.writeString(folder.resolve("pcrs.json"), CanonicalJson.write(reported));
        ProfileDocument document = new ProfileDocument(
                "q35",
                "",
                "",
                "",
                Map.of(),
                List.of("eventlog.bin"),
                Optional.empty(),
                Optional.of("pcrs.json"),
                Optional.empty(),
                List.of());
        Files.write(folder.resolve("profile.yaml"), document.toYaml());
        Digests any = Digests.hash(Bank.allComputable(), "an application".getBytes(StandardCharsets.UTF_8));
        return LoadedProfile.load(FolderFiles.open(tree), "q35")
                .predict(
                        new BootChain("any", Optional.empty(), List.of(new EfiApplication("app"))),
                        ArtifactSet.of(List.of(new Artifact("app", "app.efi", FileFacts.ofDigests(1, any))), Map.of()));
    }
}
