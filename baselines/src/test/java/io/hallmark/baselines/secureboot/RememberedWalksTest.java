package io.hallmark.baselines.secureboot;

import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.recordings.Memories;
import io.hallmark.measuredboot.recordings.RecordedBoots;
import io.hallmark.measuredboot.recordings.RecordedBoots.RecordedBoot;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each recorded chain on the machines of all recordings, those with Secure Boot and those without, with the keys of each. */
class RememberedWalksTest {
    private static final List<RecordedBoot> ALL = RecordedBoots.all();
    private static final Memories MEMORIES = new Memories("io.hallmark.measuredboot", "io.hallmark.baselines");

    static List<RecordedBoot> all() {
        return ALL;
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_prediction_is_the_same_whether_anything_is_remembered_or_not(RecordedBoot booted) {
        MEMORIES.leaveNoTrace(ALL, machine -> predict(booted, machine));
    }

    private static Prediction predict(RecordedBoot booted, RecordedBoot machine) {
        return KeyedPredictor.of(machine.profile())
                .predict(booted.chain(), ArtifactSet.of(booted.artifacts(), booted.compositions()));
    }
}
