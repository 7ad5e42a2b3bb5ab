package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.DigestFile;
import io.hallmark.baselines.document.ProfileDocument;
import io.hallmark.measuredboot.artifact.FileFacts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A roll-out from its proposal to the retirement of what was before, with the log that a real machine wrote. */
class RollOutStoryTest {
    private static final Path FIXTURES = Path.of(System.getProperty("hallmark.fixtures"));
    private static final String BASELINE = "baselines/sample/pxe/qemu-q35-pxe.yaml";

    @TempDir
    Path folder;

    private Sandbox sandbox;

    /** The demo's made-up image was in use; now the files come that the recorded machine booted. */
    @BeforeEach
    void theImageOfTheRecordedMachineIsMerged() throws IOException {
        sandbox = Sandbox.afterDemo(folder);
        sandbox.merge();
        sandbox.settings("roll-out: {mixes: none}\n");
        ProfileDocument.Booted booted = profile().booted().orElseThrow();
        Map<String, FileFacts> files = new LinkedHashMap<>();
        booted.artifacts().forEach(artifact -> files.put(artifact.name(), artifact.facts()));
        Files.write(
                sandbox.image().resolve("boot/booted.digests"), new DigestFile(files, booted.compositions()).toYaml());
        sandbox.write("hallmark.yaml", """
                image: sample
                artifacts:
                  ipxe:   {digests: boot/booted.digests, file: ipxe}
                  script: {digests: boot/booted.digests, file: script}
                  kernel: {digests: boot/booted.digests, file: kernel}
                  initrd: {digests: boot/booted.digests, file: initrd}
                chains:
                  pxe:
                    hardware: [qemu-q35-pxe]
                    stages:
                      - ipxe:  {image: ipxe, script: script}
                      - linux: {kernel: kernel, initrd: [initrd], cmdline: "vmlinuz initrd=initrd.img console=ttyS0 quiet bootlab=base"}
                """);
        sandbox.commit("what the machine boots");
        Run proposed = sandbox.propose();
        assertThat(proposed.exit()).as(proposed.err()).isZero();
        sandbox.merge();
    }

    @Test
    void a_machine_that_booted_the_new_image_shows_the_newest_set() {
        Run run = run(
                "drift",
                recording("pxe-ipxe-again"),
                "--baselines",
                sandbox.baselines().toString());

        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(run.out())
                .startsWith("pxe-ipxe-again: no drift, shows set 1 of ")
                .contains(BASELINE);
    }

    @Test
    void a_machine_with_another_kernel_is_drift_in_the_pcr_of_the_kernel_alone() {
        Run run = run(
                "drift",
                recording("pxe-ipxe-kernel"),
                "--baselines",
                sandbox.baselines().toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out().lines().filter(line -> line.startsWith("  PCR")))
                .singleElement()
                .asString()
                .startsWith("  PCR 4: another kernel (linux 6.1.0-56-cloud-amd64, boot/booted.digests (kernel)) than");
    }

    @Test
    void what_a_node_showed_before_the_newest_set_was_merged_retires_nothing() throws IOException {
        Path log = Files.copy(Path.of(recording("pxe-ipxe-again")), folder.resolve("node0.bin"));
        Files.setLastModifiedTime(log, FileTime.from(Instant.parse("2026-03-01T10:00:00Z")));
        Path evidence = evidence("old.yaml", log);

        Run run = retire(evidence);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "node0 was last seen 2026-03-01T10:00:00Z by hallmark drift, before the newest set was accepted");
    }

    @Test
    void a_node_that_must_be_there_and_that_nobody_has_seen_keeps_sets_from_being_retired() throws IOException {
        Path nodes = Files.writeString(folder.resolve("nodes.txt"), "# the rack\nnode1\n\nnode2\n");

        Run run = retire(
                evidence("all.yaml", Files.copy(Path.of(recording("pxe-ipxe-again")), folder.resolve("node1.bin"))),
                "--nodes",
                nodes.toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .contains("warning: there is no evidence of node2, which must be there")
                .doesNotContain("of node1");
    }

    @Test
    void a_file_that_names_no_node_is_refused() throws IOException {
        Path nodes = Files.writeString(folder.resolve("none.txt"), "# nobody\n");

        Run run = retire(nodes, "--nodes", nodes.toString());

        assertThat(run.exit()).isEqualTo(2);
    }

    @Test
    void the_previous_sets_are_retired_once_evidence_says_that_nodes_have_left_them() throws IOException {
        Run retired = retire(
                evidence("new.yaml", Files.copy(Path.of(recording("pxe-ipxe-again")), folder.resolve("node3.bin"))));

        assertThat(retired.exit()).as(retired.err()).isZero();
        BaselineDocument baseline = BaselineDocument.read(
                BASELINE, sandbox.content("hallmark/sample-retire", BASELINE).getBytes(StandardCharsets.UTF_8));
        assertThat(baseline.accepted()).hasSize(1);
        assertThat(sandbox.message("hallmark/sample-retire"))
                .contains("\nEvidence\n\n" + BASELINE + ": 1 node shows the newest set, of ")
                .contains("\nThe evidence names 1 node; whether there are others is not known");
    }

    private Path evidence(String file, Path log) {
        Path evidence = folder.resolve(file);
        run("drift", log.toString(), "--baselines", sandbox.baselines().toString(), "--evidence", evidence.toString());
        return evidence;
    }

    private Run retire(Path evidence, String... more) {
        return run(Stream.concat(
                        Stream.of(
                                "retire",
                                sandbox.baselines().toString(),
                                "--image",
                                "sample",
                                "--chain",
                                "pxe",
                                "--evidence",
                                evidence.toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private static ProfileDocument profile() throws IOException {
        try (InputStream in = RollOutStoryTest.class.getResourceAsStream(
                "/io/hallmark/cli/demo/hardware/qemu-q35-pxe/profile.yaml")) {
            return ProfileDocument.read("profile.yaml", in.readAllBytes());
        }
    }

    private Run run(String... arguments) {
        return Run.of(Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--cache", folder.resolve("cache").toString()))
                .toArray(String[]::new));
    }

    private static String recording(String name) {
        return FIXTURES.resolve("boots").resolve(name).resolve("eventlog.bin").toString();
    }
}
