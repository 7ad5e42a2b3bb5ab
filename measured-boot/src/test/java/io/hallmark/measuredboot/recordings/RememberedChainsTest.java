package io.hallmark.measuredboot.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.eventlog.PcrValues;
import io.hallmark.measuredboot.eventlog.Replay;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.prediction.Predictor;
import io.hallmark.measuredboot.recordings.RecordedBoots.RecordedBoot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each recorded chain, predicted for the machine of each recording one after another: what one machine's prediction leaves
 * behind must not show in another's.
 */
class RememberedChainsTest {
    private static final List<RecordedBoot> ALL = RecordedBoots.all();
    private static final Memories MEMORIES = new Memories("io.hallmark.measuredboot");

    static List<RecordedBoot> all() {
        return ALL;
    }

    /** Two boots of one machine, whose logs differ: nothing that the chain asks for does. */
    @Test
    void what_machines_have_in_common_is_computed_once() {
        RecordedBoot booted = named("uki");
        List<PredictedEvent> first = sections(predict(booted, booted));

        assertThat(first).isNotEmpty();
        assertThat(sections(predict(booted, named("uki-again"))))
                .usingElementComparator((one, other) -> one == other ? 0 : 1)
                .isEqualTo(first);

        MEMORIES.forget();
        assertThat(sections(predict(booted, booted)).get(0)).isNotSameAs(first.get(0));
    }

    private static List<PredictedEvent> sections(Prediction prediction) {
        return prediction.events().stream().filter(event -> event.pcr() == 11).toList();
    }

    private static RecordedBoot named(String name) {
        return ALL.stream().filter(boot -> boot.name().equals(name)).findFirst().orElseThrow();
    }

    /** A baseline has the digests of what loaders joined written beside it, so that it can be made again. */
    @ParameterizedTest
    @MethodSource("all")
    void what_was_joined_is_known_whether_anything_is_remembered_or_not(RecordedBoot booted) {
        ArtifactSet remembering = artifacts(booted);
        new Predictor(booted.profile()).predict(booted.chain(), artifacts(booted));
        new Predictor(booted.profile()).predict(booted.chain(), remembering);

        MEMORIES.forget();
        ArtifactSet afresh = artifacts(booted);
        new Predictor(booted.profile()).predict(booted.chain(), afresh);

        assertThat(remembering.compositions()).isEqualTo(afresh.compositions());
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_prediction_is_the_same_whether_anything_is_remembered_or_not(RecordedBoot booted) {
        MEMORIES.leaveNoTrace(ALL, machine -> predict(booted, machine));
    }

    @ParameterizedTest
    @MethodSource("all")
    void pcr_values_are_those_that_the_events_lead_to(RecordedBoot booted) {
        for (RecordedBoot machine : ALL) {
            Prediction prediction = predict(booted, machine);
            PcrValues replayed = Replay.of(logged(prediction.events()), prediction.banks());

            for (PredictedPcr pcr : prediction.pcrs()) {
                for (Bank bank : prediction.banks()) {
                    assertThat(pcr.values().in(bank))
                            .as("PCR %d of %s on %s", pcr.pcr(), booted, machine)
                            .isEqualTo(replayed.value(bank, pcr.pcr()));
                }
            }
            assertThat(prediction.pcrs().stream().map(PredictedPcr::pcr))
                    .as("on %s", machine)
                    .containsExactlyElementsOf(prediction.events().stream()
                            .filter(PredictedEvent::extendsPcr)
                            .map(PredictedEvent::pcr)
                            .distinct()
                            .sorted()
                            .toList());
        }
    }

    private static Prediction predict(RecordedBoot booted, RecordedBoot machine) {
        return new Predictor(machine.profile()).predict(booted.chain(), artifacts(booted));
    }

    private static ArtifactSet artifacts(RecordedBoot booted) {
        return ArtifactSet.of(booted.artifacts(), booted.compositions());
    }

    private static List<LogEvent> logged(List<PredictedEvent> events) {
        List<LogEvent> log = new ArrayList<>();
        for (PredictedEvent event : events) {
            log.add(new LogEvent(log.size() + 1, -1, event.pcr(), event.type(), event.digests(), event.data()));
        }
        return log;
    }
}
