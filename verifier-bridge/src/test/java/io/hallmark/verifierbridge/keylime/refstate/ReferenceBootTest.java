package io.hallmark.verifierbridge.keylime.refstate;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.recordings.RecordedBoots;
import io.hallmark.measuredboot.recordings.RecordedBoots.RecordedBoot;
import io.hallmark.testsupport.Fixtures;
import io.hallmark.verifierbridge.keylime.RecordedStates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reference logs whose nodes would be refused are known before anything is pushed. */
class ReferenceBootTest {
    @Test
    void the_log_of_each_recorded_boot_stands_against_no_state_that_is_predicted_for_it() {
        int checked = 0;
        for (RecordedBoot boot : RecordedBoots.all()) {
            ReferenceState state;
            try {
                state = ReferenceState.of(RecordedStates.baseline("image", boot.name()));
            } catch (BaselinesException e) {
                continue;
            }
            assertThat(state.refused(List.of(EventLogReader.read(boot.log()))))
                    .as(boot.name())
                    .isEmpty();
            checked++;
        }
        assertThat(checked).isGreaterThan(20);
    }

    @Test
    void a_log_of_other_firmware_settings_is_refused_with_its_first_event() {
        ReferenceState state = ReferenceState.of(RecordedStates.baseline("image", "disk-grub"));

        assertThat(state.refused(List.of(log("disk-grub"), log("disk-grub-sb"))))
                .singleElement()
                .asString()
                .startsWith("reference log 2 of lab: event ")
                .contains("EV_EFI_PLATFORM_FIRMWARE_BLOB) would be refused: expected ")
                .contains(", found [sha256:");
    }

    @Test
    void the_log_of_another_chain_on_the_same_firmware_is_no_objection() {
        ReferenceState state = ReferenceState.of(RecordedStates.baseline("image", "disk-grub"));

        assertThat(state.refused(List.of(log("disk-grub-kernel")))).isEmpty();
    }

    @Test
    void one_accepted_set_with_the_firmware_of_the_log_is_enough() {
        ReferenceState state = ReferenceState.of(RecordedStates.baseline("image", "disk-grub-sb", "disk-grub"));

        assertThat(state.refused(List.of(log("disk-grub"), log("disk-grub-sb"))))
                .isEmpty();
    }

    @Test
    void a_log_that_keylime_can_not_read_or_that_is_too_long_is_refused() {
        ReferenceState state = ReferenceState.of(RecordedStates.baseline("image", "disk-grub"));
        EventLog old = EventLogReader.read(Fixtures.path("eventlogs/go-tpm-tools/debian-10.bin"));
        EventLog own = log("disk-grub");
        EventLog longer = new EventLog(
                own.format(),
                own.banks(),
                new ArrayList<>(Collections.nCopies(
                        PolicyLimits.MOST_EVENTS + 1, own.events().get(5))),
                List.of());

        assertThat(state.refused(List.of(old)))
                .containsExactly("reference log 1 of lab: Keylime can't read logs of TPM 1.2");
        assertThat(state.refused(List.of(longer)))
                .singleElement()
                .asString()
                .contains("there are 20001 events in the log, and the policy takes at most 20000");
    }

    private static EventLog log(String boot) {
        return EventLogReader.read(RecordedStates.boot(boot).log());
    }
}
