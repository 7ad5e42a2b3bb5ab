package io.hallmark.measuredboot.recordings;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.prediction.Gate;
import io.hallmark.measuredboot.prediction.HardwareProfile;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.prediction.Predictor;
import io.hallmark.measuredboot.prediction.SelfTest;
import io.hallmark.testsupport.Fixtures;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The recordings of real boots, those in the fixtures and those below a folder that {@code HALLMARK_RECORDINGS} names,
 * as predictions need them. Tests of other modules find them here.
 */
public final class RecordedBoots {
    private static final KnownFiles KNOWN = new KnownFiles(Fixtures.root());

    private RecordedBoots() {}

    /**
     * What one machine booted, and where its log lies.
     *
     * @param base the recording that it varies, if there is one
     * @param artifacts in order of use
     * @param selfTest whether the log follows from them
     */
    public record RecordedBoot(
            String name,
            Optional<String> base,
            Path log,
            HardwareProfile profile,
            BootChain chain,
            List<Artifact> artifacts,
            SelfTest selfTest) {

        /** The prediction of what the machine would measure with these artifacts and chain, after the self-test gate. */
        public Prediction predict(BootChain otherChain, List<Artifact> otherArtifacts) {
            return new Predictor(profile)
                    .predict(otherChain, set(otherArtifacts))
                    .gated(selfTest);
        }

        /** Digests of bytes that loaders put together, as far as the recordings have them. */
        public Map<String, Digests> compositions() {
            return KNOWN.compositions();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** All of them, by name. */
    public static List<RecordedBoot> all() {
        Map<String, Recording> recordings = recordings();
        return recordings.values().stream()
                .map(recording -> {
                    RecordedChain recorded =
                            new RecordedChain(recording, KNOWN, recording.base().map(recordings::get));
                    BootChain chain = recorded.chain();
                    HardwareProfile profile = profile(recording, recording);
                    return new RecordedBoot(
                            recording.name(),
                            recording.base(),
                            recording.logFile(),
                            profile,
                            chain,
                            recorded.listed(),
                            selfTest(profile, chain, set(recorded.listed())));
                })
                .toList();
    }

    /** A recorded log, against what follows from what its node booted. */
    static SelfTest selfTest(HardwareProfile profile, BootChain booted, ArtifactSet artifacts) {
        return new Gate(profile.referenceLogs().get(0)).test(new Predictor(profile).predict(booted, artifacts));
    }

    private static ArtifactSet set(List<Artifact> artifacts) {
        return ArtifactSet.of(artifacts, KNOWN.compositions());
    }

    static Map<String, Recording> recordings() {
        Map<String, Recording> recordings = new TreeMap<>(Recording.below(Fixtures.path("boots")));
        Optional.ofNullable(System.getenv("HALLMARK_RECORDINGS"))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .ifPresent(folder -> recordings.putAll(Recording.below(folder)));
        return recordings;
    }

    /** A profile with the log of one recording and the firmware's variables of another. */
    static HardwareProfile profile(Recording log, Recording variables) {
        return new HardwareProfile(
                log.name(), List.of(log.log()), variables.firmware("MokListRT", "BootOrder", "Boot[0-9A-F]{4}"));
    }
}
