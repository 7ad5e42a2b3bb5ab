package io.hallmark.measuredboot.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.BootStage;
import io.hallmark.measuredboot.chain.Grub;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.grub.GrubBuildProfile;
import io.hallmark.measuredboot.grub.GrubEnvironment;
import io.hallmark.measuredboot.grub.GrubFile;
import io.hallmark.measuredboot.grub.GrubFiles;
import io.hallmark.measuredboot.grub.GrubInterpreter;
import io.hallmark.measuredboot.grub.GrubMeasurement;
import io.hallmark.measuredboot.grub.GrubReference;
import io.hallmark.measuredboot.grub.GrubRun;
import io.hallmark.measuredboot.io.Questions;
import io.hallmark.measuredboot.prediction.Gate;
import io.hallmark.measuredboot.prediction.HardwareProfile;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.prediction.Predictor;
import io.hallmark.measuredboot.prediction.SelfTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded boot through GRUB: what the interpreter says GRUB measures is what GRUB measured. */
class GrubRecordingsTest {
    private static final Path FIXTURES = Path.of(System.getProperty("hallmark.fixtures"));
    private static final KnownFiles KNOWN = new KnownFiles(FIXTURES);
    private static final Map<String, Recording> ALL = RecordedBoots.recordings();

    static Stream<Recording> withGrub() {
        return ALL.values().stream()
                .filter(recording -> recording.text("grub_cfg").isPresent())
                .filter(recording -> recording.mbr().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("withGrub")
    void interpreterYieldsTheCommandsAndFilesOfTheLog(Recording recording) {
        List<String> measured = entries(recording).stream()
                .map(entry -> entry.pcr() + " " + entry.text())
                .toList();
        assertThat(texts(run(recording, recording))).isEqualTo(measured);
    }

    @ParameterizedTest
    @MethodSource("withGrub")
    void theSameFollowsFromTheLogOfTheBaseRecording(Recording recording) {
        Recording base = recording.base().map(ALL::get).orElse(recording);
        assertThat(texts(run(recording, base)))
                .isEqualTo(entries(recording).stream()
                        .map(entry -> entry.pcr() + " " + entry.text())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("withGrub")
    void pcrs8And9AreComputedInEveryBankFromTheBaseRecording(Recording recording) {
        assertComputed(recording, recording);
        assertComputed(recording, recording.base().map(ALL::get).orElse(recording));
    }

    private static void assertComputed(Recording recording, Recording reference) {
        RecordedChain recorded = new RecordedChain(recording, KNOWN, Optional.empty());
        BootChain chain = recorded.chain();
        HardwareProfile profile = new HardwareProfile(
                recording.name(),
                List.of(reference.log()),
                recording.firmware("MokListRT", "BootOrder", "Boot[0-9A-F]{4}"));
        Prediction prediction = new Predictor(profile).predict(chain, recorded.artifacts());
        assertThat(prediction.events().stream()
                        .filter(event -> event.pcr() == 8 || event.pcr() == 9)
                        .filter(event -> !(event.provenance() instanceof Provenance.Computed)))
                .isEmpty();
        SelfTest comparison = new Gate(recording.log()).test(prediction);
        assertThat(comparison.divergence(8)).isEmpty();
        assertThat(comparison.divergence(9)).isEmpty();
    }

    private static GrubRun run(Recording recording, Recording reference) {
        RecordedChain recorded = new RecordedChain(recording, KNOWN, Optional.empty());
        BootChain chain = recorded.chain();
        ArtifactSet artifacts = recorded.artifacts();
        Map<String, GrubFile> files = new LinkedHashMap<>();
        for (BootStage stage : chain.stages()) {
            if (stage instanceof Grub grub) {
                grub.files().forEach((path, name) -> files.put(path, GrubFile.of(artifacts.get(name))));
            }
        }
        recording.inputs().forEach(input -> {
            String path = ((String) input.get("path")).replaceFirst("^[^:]*:", "");
            artifacts.all().stream()
                    .filter(artifact -> artifact.origin().equals(input.get("path")))
                    .findFirst()
                    .ifPresent(artifact -> files.putIfAbsent(path, GrubFile.of(artifact)));
        });
        GrubReference log = new GrubReference(entries(reference));
        boolean network = log.prefix().orElseThrow().startsWith("(tftp");
        Artifact image = artifacts.get("grub");
        GrubBuildProfile build = GrubBuildProfile.of(
                        image.facts().product().orElseThrow().version(), network)
                .orElseThrow();
        GrubEnvironment environment = log.environment(
                build,
                log.prefix().orElseThrow(),
                new GrubFiles(files),
                List.of(),
                recording.firmware().secureBoot());
        return GrubInterpreter.run(new Questions<>(environment));
    }

    private static List<String> texts(GrubRun run) {
        List<String> texts = new ArrayList<>();
        for (GrubMeasurement measurement : run.measurements()) {
            if (measurement instanceof GrubMeasurement.Text text) {
                texts.add("8 " + text.prefix() + text.text());
            } else if (measurement instanceof GrubMeasurement.FileOpened file) {
                texts.add("9 " + file.name());
            } else if (measurement instanceof GrubMeasurement.Unknown unknown) {
                texts.add("? " + unknown.reason());
            }
        }
        return texts;
    }

    private static List<GrubReference.Entry> entries(Recording recording) {
        return recording.log().events().stream()
                .filter(event -> event.type().equals(EventType.EV_IPL))
                .filter(event -> event.pcr() == 8 || event.pcr() == 9)
                .map(event -> new GrubReference.Entry(event.pcr(), text(event)))
                .toList();
    }

    private static String text(LogEvent event) {
        String text = event.data().text();
        return text.substring(0, text.length() - 1);
    }
}
