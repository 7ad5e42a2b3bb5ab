package io.hallmark.measuredboot.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.artifact.SectionFacts;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.UnifiedKernelImage;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.prediction.HardwareProfile;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import io.hallmark.measuredboot.prediction.Predictor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Real PE files whose digests sha*sum, pesign and osslsigncode computed. */
class FileMeasurerTest {
    private static final Path FIXTURES = Path.of(System.getProperty("hallmark.fixtures"));
    private static final Path PE = FIXTURES.resolve("pe");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> digests_are_those_of_the_usual_tools() throws IOException {
        return descriptions()
                .map(file -> dynamicTest(file.toString(), () -> {
                    Map<String, Object> description = yaml(file);
                    FileFacts facts = measure(description);

                    assertThat(facts.digests()).isEqualTo(digests(description.get("plain")));
                    assertThat(facts.pe().orElseThrow().authenticode())
                            .isEqualTo(digests(description.get("authenticode")));
                }));
    }

    @TestFactory
    Stream<DynamicTest> signers_are_those_that_openssl_names() throws IOException {
        return descriptions()
                .map(file -> dynamicTest(file.toString(), () -> {
                    Map<String, Object> description = yaml(file);
                    List<String> fingerprints = new ArrayList<>();
                    for (Object signature : (List<?>) description.get("signatures")) {
                        Map<?, ?> signer = (Map<?, ?>) ((Map<?, ?>) signature).get("signer");
                        fingerprints.add((String) signer.get("fingerprint_sha256"));
                    }

                    assertThat(measure(description).pe().orElseThrow().signers())
                            .extracting(signer -> signer.certificate().sha256())
                            .containsExactlyElementsOf(fingerprints);
                }));
    }

    @TestFactory
    Stream<DynamicTest> a_unified_kernel_images_pcr_11_is_what_systemd_measure_computes() throws IOException {
        return descriptions()
                .filter(file -> file.getFileName().toString().startsWith("mini-uki"))
                .map(file -> dynamicTest(file.toString(), () -> {
                    Map<String, Object> description = yaml(file);
                    Artifact image = new Artifact("uki", "uki.efi", measure(description));
                    BootChain chain = new BootChain(
                            "uki",
                            Optional.empty(),
                            List.of(new UnifiedKernelImage("uki", Optional.empty(), Map.of(), Map.of())));
                    HardwareProfile profile = HardwareProfile.of(
                            "q35", List.of(EventLogReader.read(FIXTURES.resolve("boots/uki/eventlog.bin"))));

                    PredictedPcr pcr11 = new Predictor(profile)
                            .predict(chain, ArtifactSet.of(List.of(image), Map.of()))
                            .pcr(11)
                            .orElseThrow();

                    assertThat(pcr11.notEnforceable()).isEmpty();
                    assertThat(pcr11.values()).isEqualTo(digests(description.get("pcr11_systemd_measure")));
                }));
    }

    @Test
    void a_section_has_the_digests_of_the_file_that_was_added_as_that_section() throws IOException {
        PeFacts pe = FileMeasurer.measure(PE.resolve("mini-uki-252.efi"), Progress.NONE)
                .pe()
                .orElseThrow();

        for (String name : List.of("osrel", "cmdline", "linux", "initrd")) {
            Path added = PE.resolve("mini-uki-sections").resolve(name);
            SectionFacts section = pe.section("." + name).orElseThrow();
            byte[] content = Files.readAllBytes(sectionFile(added));
            assertThat(section.digests()).as(name).isEqualTo(Digests.hash(Bank.allComputable(), content));
            assertThat(section.virtualSize()).isEqualTo(content.length);
        }
        assertThat(pe.section(".text")).isEmpty();
    }

    @Test
    void the_kernel_inside_a_unified_kernel_image_has_its_own_authenticode_digest() {
        PeFacts image = FileMeasurer.measure(PE.resolve("mini-uki-252.efi"), Progress.NONE)
                .pe()
                .orElseThrow();
        PeFacts kernel = FileMeasurer.measure(PE.resolve("addonx64.efi"), Progress.NONE)
                .pe()
                .orElseThrow();

        assertThat(image.section(".linux").orElseThrow().authenticode()).contains(kernel.authenticode());
    }

    @Test
    void files_say_what_they_are() {
        assertThat(FileMeasurer.measure(PE.resolve("systemd-bootx64-252.efi"), Progress.NONE)
                        .product())
                .contains(new Product(Product.SYSTEMD_BOOT, "252.39-1~deb12u2"));
        assertThat(FileMeasurer.measure(PE.resolve("mini-uki-252.efi"), Progress.NONE)
                        .product())
                .contains(new Product(Product.SYSTEMD_STUB, "252.39-1~deb12u2"));
        assertThat(FileMeasurer.measure(PE.resolve("fbx64-deb12-signed-debian.efi"), Progress.NONE)
                        .product())
                .contains(new Product(Product.SHIM, "16.1"));
        assertThat(FileMeasurer.measure(PE.resolve("tiny-pe32.efi"), Progress.NONE)
                        .product())
                .isEmpty();
    }

    @Test
    void a_plain_file_is_measured_and_a_small_one_kept() throws IOException {
        Path file = Files.writeString(folder.resolve("boot.ipxe"), "#!ipxe\nboot\n");

        FileFacts facts = FileMeasurer.measure(file, Progress.NONE);

        assertThat(facts.size()).isEqualTo(12);
        assertThat(facts.content().orElseThrow().text()).isEqualTo("#!ipxe\nboot\n");
        assertThat(facts.pe()).isEmpty();
    }

    @Test
    void an_empty_file_has_the_digests_of_nothing() throws IOException {
        FileFacts facts = FileMeasurer.measure(Files.createFile(folder.resolve("empty")), Progress.NONE);

        assertThat(facts.digests().in(Bank.SHA256).orElseThrow().hex())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void progress_ends_with_the_whole_file() throws IOException {
        Path file = folder.resolve("large");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(5 * 1024 * 1024 + 17);
        }
        List<Long> reports = new ArrayList<>();

        FileMeasurer.measure(file, (done, total) -> reports.add(done));

        assertThat(reports).isSorted().endsWith(5L * 1024 * 1024 + 17).hasSizeGreaterThan(4);
    }

    @Test
    void a_missing_file_is_named() {
        assertThatThrownBy(() -> FileMeasurer.measure(folder.resolve("vmlinuz"), Progress.NONE))
                .isInstanceOf(MeasuredBootException.class)
                .hasMessage(folder.resolve("vmlinuz") + ": there is no such file");
    }

    private static Path sectionFile(Path stem) throws IOException {
        try (Stream<Path> files = Files.list(stem.getParent())) {
            return files.filter(file -> file.getFileName().toString().matches("\\.?" + stem.getFileName() + "(\\..*)?"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Stream<Path> descriptions() throws IOException {
        try (Stream<Path> files = Files.list(PE)) {
            List<Path> descriptions = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
            assertThat(descriptions).isNotEmpty();
            return descriptions.stream();
        }
    }

    private static FileFacts measure(Map<String, Object> description) {
        return FileMeasurer.measure(PE.resolve((String) description.get("file")), Progress.NONE);
    }

    private static Digests digests(Object entry) {
        return Digests.each(
                Bank.allComputable(), bank -> Digest.ofHex(bank, (String) ((Map<?, ?>) entry).get(bank.label())));
    }

    private static Map<String, Object> yaml(Path file) throws IOException {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
    }
}
