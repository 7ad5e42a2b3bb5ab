package io.hallmark.measuredboot.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictedEventTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 23, LogEvent.NO_PCR})
    void an_event_is_on_a_pcr_that_a_tpm_has_or_on_none(int pcr) {
        assertThat(on(pcr).pcr()).isEqualTo(pcr);
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 31, 65_535, -2})
    void another_index_is_refused_with_it(int pcr) {
        assertThatThrownBy(() -> on(pcr))
                .isInstanceOf(MeasuredBootException.class)
                .hasMessageContaining("EV_IPL is on PCR " + pcr + ", and a PC's TPM has PCRs 0 to 23");
    }

    private static PredictedEvent on(int pcr) {
        return new PredictedEvent(
                pcr,
                EventType.EV_IPL,
                Digests.none(),
                new Content(new byte[0]),
                "",
                new Provenance.Copied(7),
                Optional.empty());
    }
}
