package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.EvidenceDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded logs of machines, against baselines of the demo's image on the same machines' profiles. */
class DriftTest {
    private static final Path FIXTURES = Path.of(System.getProperty("hallmark.fixtures"));

    @TempDir
    Path folder;

    private Sandbox sandbox;

    @BeforeEach
    void demo() throws IOException {
        sandbox = Sandbox.afterDemo(folder);
        sandbox.merge();
    }

    @Test
    void a_node_that_boots_another_image_is_drift_with_the_event_and_artifact_named() {
        Run run = drift(recording("pxe-ipxe-again"));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out())
                .startsWith(
                        "pxe-ipxe-again: DRIFT from set 1 of 2 in baselines/sample/pxe/qemu-q35-pxe.yaml, of commit ")
                .contains("  PCR 4: another ipxe (")
                .contains("    expected ipxe (boot/snponly.efi) sha256:")
                .contains("    found    event ")
                .doesNotContain("PCR 7");
    }

    @Test
    void several_nodes_are_told_one_by_one_and_one_that_sends_garbage_hides_no_other() throws IOException {
        Path garbage = Files.writeString(folder.resolve("node9.bin"), "no log");

        Run run = drift(recording("pxe-ipxe-again"), garbage.toString(), recording("sdboot-type1"));
        Run alone = drift(garbage.toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("node9.bin");
        assertThat(run.out())
                .contains("pxe-ipxe-again: DRIFT from set 1 of 2 in baselines/sample/pxe/")
                .contains("sdboot-type1: DRIFT from set 1 of 2 in baselines/sample/disk/");
        assertThat(alone.exit()).isEqualTo(2);
    }

    @Test
    void json_names_the_nearest_set_and_the_first_event_of_each_pcr() {
        Run run = drift("--json", recording("pxe-ipxe-mac"));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out())
                .contains("\"schema\": \"hallmark/drift/v1\"", "\"drift\": true", "\"probably\": \"another ipxe (")
                .contains("\"baseline\": \"baselines/sample/pxe/qemu-q35-pxe.yaml\"");
    }

    @Test
    void a_choice_that_no_baseline_fits_is_wrong_input() {
        Run run = drift("--image", "other", recording("pxe-ipxe"));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("no such baseline").contains("baselines/sample/pxe/qemu-q35-pxe.yaml");
    }

    @Test
    void a_working_tree_is_compared_with_as_well() throws Exception {
        Path clone = folder.resolve("clone");
        Git.cloneRepository()
                .setURI(sandbox.baselines().toUri().toString())
                .setDirectory(clone.toFile())
                .call()
                .close();

        Run run = Run.of(
                "drift",
                recording("pxe-ipxe"),
                "--baselines",
                clone.toString(),
                "--chain",
                "disk",
                "--profile",
                "qemu-q35-disk");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).contains("in baselines/sample/disk/qemu-q35-disk.yaml");
    }

    @Test
    void evidence_is_added_to_a_file_and_keeps_a_set_that_a_node_does_not_show_from_being_taken_for_left()
            throws IOException {
        Path evidence = folder.resolve("evidence.yaml");
        Path log = Files.copy(Path.of(recording("pxe-ipxe")), folder.resolve("node1.bin"));
        Files.setLastModifiedTime(log, FileTime.from(Instant.parse("2026-11-24T10:00:00Z")));
        drift("--evidence", evidence.toString(), log.toString());
        Files.setLastModifiedTime(log, FileTime.from(Instant.parse("2026-11-25T10:00:00Z")));
        drift("--evidence", evidence.toString(), log.toString());

        List<EvidenceDocument.Observation> observations = EvidenceDocument.read(
                        "evidence.yaml", Files.readAllBytes(evidence))
                .observations();
        Run retire = Run.of(
                "retire",
                sandbox.baselines().toString(),
                "--image",
                "sample",
                "--chain",
                "pxe",
                "--evidence",
                evidence.toString(),
                "--cache",
                folder.resolve("cache").toString());

        assertThat(observations)
                .hasSize(2)
                .allSatisfy(seen -> assertThat(seen.node()).isEqualTo("node1"))
                .allSatisfy(seen -> assertThat(seen.set()).isEmpty());
        assertThat(retire.exit()).isEqualTo(1);
        assertThat(retire.err())
                .contains("node1 shows none of the accepted sets, so its state is not known, seen 2026-11-25T10:00:00Z"
                        + " by hallmark drift");
    }

    private Run drift(String... arguments) {
        return Run.of(Stream.concat(
                        Stream.of(
                                "drift",
                                "--baselines",
                                sandbox.baselines().toString(),
                                "--cache",
                                folder.resolve("cache").toString()),
                        Stream.of(arguments))
                .toArray(String[]::new));
    }

    private static String recording(String name) {
        return FIXTURES.resolve("boots").resolve(name).resolve("eventlog.bin").toString();
    }
}
