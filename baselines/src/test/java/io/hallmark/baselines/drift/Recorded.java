package io.hallmark.baselines.drift;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.secureboot.KeyedPredictor;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.prediction.HardwareProfile;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.recordings.KnownFiles;
import io.hallmark.measuredboot.recordings.RecordedChain;
import io.hallmark.measuredboot.recordings.Recording;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Baselines of machines that really booted, each with the recorded boot as its hardware profile. */
final class Recorded {
    private static final Path FIXTURES = Path.of(System.getProperty("hallmark.fixtures"));
    private static final KnownFiles KNOWN = new KnownFiles(FIXTURES);
    static final Map<String, Recording> ALL = Recording.below(FIXTURES.resolve("boots"));

    private Recorded() {}

    static EventLog log(String recording) {
        return ALL.get(recording).log();
    }

    /** The set that the recorded boot shows, predicted upon the log of a profile's recording. */
    static AcceptedSet set(String profile, String booted) {
        Recording recording = ALL.get(booted);
        RecordedChain recorded =
                new RecordedChain(recording, KNOWN, recording.base().map(ALL::get));
        BootChain chain = recorded.chain();
        ArtifactSet artifacts = recorded.artifacts();
        HardwareProfile hardware = new HardwareProfile(
                profile, List.of(log(profile)), recording.firmware("MokListRT", "BootOrder", "Boot[0-9A-F]{4}"));
        KeyedPredictor predictor = KeyedPredictor.of(hardware);
        Prediction prediction = predictor.predict(chain, artifacts);
        if (profile.equals(booted)) {
            prediction = prediction.gated(predictor.selfTest(prediction));
        }
        return new AcceptedSet(
                new AcceptedSet.Source(
                        "image",
                        Bank.SHA1
                                .hash(booted.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                .hex()),
                "",
                chain,
                recorded.files(),
                new TreeMap<>(),
                prediction.only(List.of(Bank.SHA256)));
    }

    /** A baseline on the hardware of one recording that accepts what these recordings booted, newest first. */
    static BaselineDocument baseline(String profile, String... booted) {
        return new BaselineDocument(
                "compute",
                "disk",
                profile,
                List.of(Bank.SHA256),
                List.of(0, 2, 4, 5, 7, 8, 9, 11, 12, 13, 14),
                Arrays.stream(booted).map(name -> set(profile, name)).toList());
    }

    static Optional<String> base(String recording) {
        return ALL.get(recording).base();
    }
}
