package io.hallmark.baselines.propose;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.ProfileDocument;
import io.hallmark.baselines.repository.RepositoryFiles;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.BootStage;
import io.hallmark.measuredboot.chain.LinuxKernel;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.recordings.KnownFiles;
import io.hallmark.measuredboot.recordings.RecordedChain;
import io.hallmark.measuredboot.recordings.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The gate: a PCR is enforced only where the profile's own boot proves what its value follows from. */
class LoadedProfileTest {
    private static final Path FIXTURES = Path.of(System.getProperty("hallmark.fixtures"));
    private static final String NAME = "t13-pxe-ipxe";

    private static BootChain chain;
    private static List<Artifact> artifacts;
    private static LoadedProfile profile;

    @BeforeAll
    static void loadTheProfileOfARecordedBoot() throws IOException {
        RecordedChain recorded = new RecordedChain(
                Recording.below(FIXTURES.resolve("boots")).get(NAME), new KnownFiles(FIXTURES), Optional.empty());
        chain = recorded.chain();
        artifacts = recorded.files();
        profile = profile(chain);
    }

    private static LoadedProfile profile(BootChain booted) throws IOException {
        ProfileDocument document = new ProfileDocument(
                NAME,
                "QEMU",
                "Standard PC",
                "2025.02",
                Map.of(),
                List.of("eventlog.bin"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new ProfileDocument.Booted(booted, artifacts, new TreeMap<>())),
                List.of());
        Map<String, byte[]> files = Map.of(
                "hardware/" + NAME + "/profile.yaml",
                document.toYaml(),
                "hardware/" + NAME + "/eventlog.bin",
                Files.readAllBytes(FIXTURES.resolve("boots").resolve(NAME).resolve("eventlog.bin")));
        return LoadedProfile.load(
                new RepositoryFiles() {
                    @Override
                    public String describe() {
                        return "the test's repository";
                    }

                    @Override
                    public Optional<byte[]> read(String path) {
                        return Optional.ofNullable(files.get(path));
                    }

                    @Override
                    public List<String> list(String folder) {
                        return files.keySet().stream()
                                .filter(path -> path.startsWith(folder))
                                .sorted()
                                .toList();
                    }
                },
                NAME);
    }

    private static Prediction predict(UnaryOperator<Artifact> change) {
        return profile.predict(
                chain, ArtifactSet.of(artifacts.stream().map(change).toList(), Map.of()));
    }

    private static Artifact withVersion(Artifact artifact, String product, String version) {
        FileFacts facts = artifact.facts();
        return facts.product().filter(known -> known.name().equals(product)).isEmpty()
                ? artifact
                : new Artifact(
                        artifact.name(),
                        artifact.origin(),
                        new FileFacts(
                                facts.size(),
                                facts.digests(),
                                facts.pe(),
                                Optional.of(new Product(product, version)),
                                facts.content(),
                                facts.compositions(),
                                facts.notes()));
    }

    private static Optional<String> reason(Prediction prediction, int pcr) {
        return prediction.pcr(pcr).orElseThrow().notEnforceable();
    }

    @Test
    void what_the_profiles_own_boot_proves_is_enforced() {
        Prediction prediction = predict(UnaryOperator.identity());

        assertThat(prediction.pcrs())
                .filteredOn(pcr -> List.of(0, 4, 7, 9).contains(pcr.pcr()))
                .hasSize(4)
                .extracting(PredictedPcr::notEnforceable)
                .containsOnly(Optional.empty());
    }

    @Test
    void a_loader_of_a_release_that_neither_recordings_nor_that_boot_confirm_is_not_enforced_upon() {
        Prediction prediction = predict(artifact -> withVersion(artifact, Product.IPXE, "2.0.0"));

        for (int pcr : List.of(4, 9)) {
            assertThat(reason(prediction, pcr))
                    .hasValueSatisfying(words -> assertThat(words)
                            .startsWith("no recorded boot confirms how iPXE 2.0.0 starts what comes next"));
        }
        assertThat(reason(prediction, 0)).isEmpty();
    }

    @Test
    void a_kernel_of_another_release_is_enforced_upon_as_the_booted_one() {
        Prediction prediction = predict(artifact -> withVersion(artifact, Product.LINUX, "6.17.0-1-amd64"));

        assertThat(reason(prediction, 4)).isEmpty();
        assertThat(reason(prediction, 9)).isEmpty();
    }

    @Test
    void a_kernel_that_measures_by_other_rules_than_the_booted_one_is_not_enforced_upon() {
        Prediction prediction = predict(artifact -> withVersion(artifact, Product.LINUX, "5.18.0"));

        assertThat(reason(prediction, 9))
                .hasValueSatisfying(words ->
                        assertThat(words).startsWith("no recorded boot confirms what kernels before 6.1 measure"));
    }

    @Test
    void a_chain_through_other_stages_than_the_booted_one_is_not_enforced_upon() {
        List<BootStage> stages =
                chain.stages().stream().filter(LinuxKernel.class::isInstance).toList();
        Prediction prediction =
                profile.predict(new BootChain("stub", chain.gpt(), stages), ArtifactSet.of(artifacts, Map.of()));

        assertThat(reason(prediction, 4))
                .hasValueSatisfying(words -> assertThat(words)
                        .contains("is of a boot through ipxe, linux, and this chain goes through linux"));
    }

    /** Firmware measures a disk's partition table only when it boots from a disk, so what is copied need not hold. */
    @Test
    void the_partition_table_of_a_boot_through_other_stages_is_not_enforced_upon() {
        List<BootStage> stages =
                chain.stages().stream().filter(LinuxKernel.class::isInstance).toList();
        Prediction prediction =
                profile.predict(new BootChain("stub", chain.gpt(), stages), ArtifactSet.of(artifacts, Map.of()));

        assertThat(reason(prediction, 5))
                .hasValueSatisfying(words -> assertThat(words).contains("this chain goes"));
        assertThat(reason(prediction, 7)).isEmpty();
    }

    @Test
    void a_profile_of_which_it_is_not_true_what_its_node_booted_enforces_nothing_of_the_chain() throws IOException {
        List<BootStage> stages = chain.stages().stream()
                .map(stage -> stage instanceof LinuxKernel linux
                        ? new LinuxKernel(linux.kernel(), linux.initrd(), Optional.of("other"))
                        : stage)
                .toList();
        BootChain other = new BootChain(chain.name(), chain.gpt(), stages);
        Prediction prediction = profile(other).predict(other, ArtifactSet.of(artifacts, Map.of()));

        assertThat(reason(prediction, 9))
                .hasValueSatisfying(words -> assertThat(words)
                        .startsWith("self-test: event ")
                        .contains(" of the reference log: expected EV_EVENT_TAG load options: other sha256:"));
        assertThat(reason(prediction, 4)).isEmpty();
    }
}
