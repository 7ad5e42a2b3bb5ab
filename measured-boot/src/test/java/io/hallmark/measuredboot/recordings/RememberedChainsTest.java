package io.hallmark.measuredboot.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.chain.Boot;
import io.hallmark.measuredboot.chain.ChainEvents;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Reference;
import io.hallmark.measuredboot.chain.Surroundings;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.eventlog.PcrValues;
import io.hallmark.measuredboot.eventlog.Replay;
import io.hallmark.measuredboot.io.Questions;
import io.hallmark.measuredboot.prediction.HardwareProfile;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.prediction.Predictor;
import io.hallmark.measuredboot.recordings.RecordedBoots.RecordedBoot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each recorded chain, predicted for the machine of each recording one after another: what one machine's prediction leaves
 * behind must not show in another's.
 */
class RememberedChainsTest {
    private static final List<RecordedBoot> ALL = RecordedBoots.all();

    static List<RecordedBoot> all() {
        return ALL;
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_chain_measures_on_each_machine_what_it_measures_when_nothing_is_remembered(RecordedBoot booted) {
        for (RecordedBoot machine : ALL) {
            Prediction prediction = predict(booted, machine.profile());
            ChainEvents afresh = afresh(booted, machine.profile());

            assertThat(prediction.events()).as("on %s", machine).containsSubsequence(afresh.events());
            assertThat(prediction.notCovered()).as("on %s", machine).isEqualTo(afresh.notCovered());
            assertThat(prediction.unconfirmed()).as("on %s", machine).containsAll(afresh.unconfirmed());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void pcr_values_are_those_that_the_events_lead_to(RecordedBoot booted) {
        for (RecordedBoot machine : ALL) {
            Prediction prediction = predict(booted, machine.profile());
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

    private static Prediction predict(RecordedBoot booted, HardwareProfile profile) {
        return new Predictor(profile).predict(booted.chain(), artifacts(booted));
    }

    private static ChainEvents afresh(RecordedBoot booted, HardwareProfile profile) {
        Reference reference = new Reference(profile.referenceLogs().get(0));
        ArtifactSet artifacts = artifacts(booted);
        return Boot.run(
                booted.chain(),
                artifacts,
                profile.banks(),
                new Questions<>(new Surroundings(profile.firmware(), reference, artifacts)));
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
