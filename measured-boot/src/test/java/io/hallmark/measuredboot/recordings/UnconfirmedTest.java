package io.hallmark.measuredboot.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.artifact.SectionFacts;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.BootStage;
import io.hallmark.measuredboot.chain.Grub;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.chain.Unconfirmed;
import io.hallmark.measuredboot.prediction.HardwareProfile;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.prediction.Predictor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no recorded boot confirms is enforced only where the profile's own boot went by it. */
class UnconfirmedTest {
    private static final Path FIXTURES = Path.of(System.getProperty("hallmark.fixtures"));
    private static final KnownFiles KNOWN = new KnownFiles(FIXTURES);
    private static final Map<String, Recording> ALL = Recording.below(FIXTURES.resolve("boots"));

    private static Prediction predict(String recording, UnaryOperator<Artifact> change) {
        return predict(recording, change, UnaryOperator.identity());
    }

    private static Prediction predict(
            String recording, UnaryOperator<Artifact> change, UnaryOperator<BootStage> stage) {
        RecordedChain recorded = new RecordedChain(ALL.get(recording), KNOWN, Optional.empty());
        BootChain recordedChain = recorded.chain();
        BootChain chain = new BootChain(
                recordedChain.name(),
                recordedChain.gpt(),
                recordedChain.stages().stream().map(stage).toList());
        List<Artifact> artifacts = new ArrayList<>(recorded.artifacts().all());
        artifacts.replaceAll(change);
        HardwareProfile profile = new HardwareProfile(
                recording, List.of(ALL.get(recording).log()), ALL.get(recording).firmware("MokListRT"));
        return new Predictor(profile).predict(chain, ArtifactSet.of(artifacts, Map.of()));
    }

    private static UnaryOperator<Artifact> version(String product, String version) {
        return artifact -> {
            FileFacts facts = artifact.facts();
            return facts.product().filter(p -> p.name().equals(product)).isEmpty()
                    ? artifact
                    : with(artifact, facts.pe(), Optional.of(new Product(product, version)));
        };
    }

    private static Artifact with(Artifact artifact, Optional<PeFacts> pe, Optional<Product> product) {
        FileFacts facts = artifact.facts();
        return new Artifact(
                artifact.name(),
                artifact.origin(),
                new FileFacts(
                        facts.size(),
                        facts.digests(),
                        pe,
                        product,
                        facts.content(),
                        facts.compositions(),
                        facts.notes()));
    }

    /** All but that of the partition table, which depends on the firmware whatever was recorded. */
    private static Set<Unconfirmed> ofLoaders(Prediction prediction) {
        return prediction.unconfirmed().stream()
                .filter(item -> !item.rule().contains("'gpt'"))
                .collect(Collectors.toSet());
    }

    private static Optional<String> reason(Prediction prediction, int pcr) {
        return prediction.pcr(pcr).flatMap(PredictedPcr::notEnforceable);
    }

    @TestFactory
    List<DynamicTest> every_recorded_boot_goes_by_rules_that_recordings_confirm() {
        return List.of(
                        "disk-grub-sb",
                        "disk-debian",
                        "pxe-grub",
                        "t13-disk-grub",
                        "pxe-ipxe",
                        "t13-pxe-ipxe",
                        "uki",
                        "t13-uki")
                .stream()
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> assertThat(ofLoaders(predict(name, UnaryOperator.identity())))
                                .isEmpty()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "disk-grub, grub, 2.12-1ubuntu7.1, GRUB 2.12-1ubuntu7.1 starts what comes next",
        "disk-grub, grub, 2.06-77.el9, Red Hat's GRUB of 2.02 to before 2.12 starts what comes next",
        "t13-pxe-ipxe, ipxe, 2.0.0, iPXE 2.0.0 starts what comes next",
    })
    void a_loader_that_nobody_recorded_does_not_have_its_pcrs_enforced_upon_a_boot_of_another(
            String recording, String product, String version, String rule) {
        Prediction booted = predict(recording, UnaryOperator.identity());
        Prediction next = predict(recording, version(product, version));

        assertThat(next.unconfirmed()).contains(new Unconfirmed(4, "how " + rule), new Unconfirmed(9, "how " + rule));
        assertThat(reason(next.confirmedBy(booted), 4))
                .contains("no recorded boot confirms how " + rule
                        + ", and the reference log is of a boot without it: record a boot with it and make its log the"
                        + " reference log");
        assertThat(reason(next.confirmedBy(next), 4)).isEmpty();
        assertThat(next.confirmedBy(next).unconfirmed()).isEmpty();
    }

    @Test
    void a_network_image_of_a_release_that_only_its_disk_image_was_recorded_of_has_its_configuration_unconfirmed() {
        Prediction next = predict("pxe-grub", version("grub", "2.12-9+deb13u1"));

        String rule = "how Debian's GRUB 2.12 for network boot of 2.12 to before 3 runs its configuration";
        assertThat(ofLoaders(next)).containsExactlyInAnyOrder(new Unconfirmed(8, rule), new Unconfirmed(9, rule));
    }

    @Test
    void releases_that_start_kernels_otherwise_do_not_confirm_each_other() {
        Prediction el9 = predict("disk-grub", version("grub", "2.06-77.el9"));
        Prediction el10 = predict("disk-grub", version("grub", "2.12-15.el10"));

        for (int pcr : List.of(4, 8, 9)) {
            assertThat(reason(el10.confirmedBy(el9), pcr))
                    .as("PCR " + pcr)
                    .hasValueSatisfying(words -> assertThat(words).contains("Red Hat's GRUB of 2.12 to before 3"));
        }
    }

    @Test
    void a_build_that_the_chain_describes_is_run_and_confirmed_by_a_boot_of_the_profile_alone() {
        Prediction booted = predict("t13-disk-grub", UnaryOperator.identity());
        Prediction next =
                predict("t13-disk-grub", version("grub", "2.12-150700.19.suse"), built(Optional.of("upstream")));
        String rule = "how GRUB as released of 2.12 to before 3 runs its configuration";

        assertThat(next.events())
                .filteredOn(event -> event.pcr() == 8)
                .isNotEmpty()
                .allMatch(event -> event.provenance() instanceof Provenance.Computed);
        assertThat(ofLoaders(next)).contains(new Unconfirmed(8, rule), new Unconfirmed(9, rule));
        assertThat(reason(next.confirmedBy(booted), 8)).isPresent();
        assertThat(reason(next.confirmedBy(next), 8)).isEmpty();
    }

    @Test
    void a_build_that_nobody_knows_the_name_of_is_refused() {
        assertThatThrownBy(() -> predict("t13-disk-grub", UnaryOperator.identity(), built(Optional.of("suse"))))
                .isInstanceOf(MeasuredBootException.class)
                .hasMessage("'build' of a GRUB stage: 'suse' is not known: say upstream or red-hat, or leave it out");
    }

    private static UnaryOperator<BootStage> built(Optional<String> build) {
        return stage -> stage instanceof Grub grub
                ? new Grub(grub.image(), grub.files(), grub.prefix(), grub.filesystems(), build)
                : stage;
    }

    @Test
    void a_section_that_was_in_no_recorded_image_is_confirmed_by_a_boot_of_the_profile_alone() {
        Prediction booted = predict("t13-uki", UnaryOperator.identity());
        Prediction next = predict("t13-uki", UnconfirmedTest::withSplash);

        assertThat(ofLoaders(next))
                .extracting(Unconfirmed::rule)
                .containsOnly("what systemd-stub 257 to before 258 makes of section .splash");
        assertThat(reason(next.confirmedBy(booted), 11)).isPresent();
        assertThat(reason(next.confirmedBy(next), 11)).isEmpty();
    }

    private static Artifact withSplash(Artifact artifact) {
        Optional<PeFacts> pe = artifact.facts().pe();
        if (pe.flatMap(facts -> facts.section(".linux")).isEmpty()) {
            return artifact;
        }
        List<SectionFacts> sections = new ArrayList<>(pe.get().sections());
        SectionFacts like = pe.get().section(".osrel").orElseThrow();
        sections.add(new SectionFacts(
                ".splash",
                like.virtualSize(),
                like.digests(),
                like.authenticode(),
                like.linuxVersion(),
                like.content()));
        PeFacts more = new PeFacts(pe.get().authenticode(), sections, pe.get().signers());
        return with(artifact, Optional.of(more), artifact.facts().product());
    }

    @Test
    void a_partition_table_is_enforced_where_the_boot_of_the_profile_had_one_described() {
        Prediction next = predict("disk-grub-sb", UnaryOperator.identity());
        Prediction without = new Prediction(next.banks(), next.events(), next.pcrs(), next.notCovered());

        assertThat(reason(next.confirmedBy(without), 5))
                .hasValueSatisfying(words -> assertThat(words)
                        .startsWith("no recorded boot confirms how this firmware measures the partition table"));
        assertThat(next.confirmedBy(next).pcrs()).isEqualTo(next.pcrs());
    }
}
