package io.hallmark.measuredboot.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a reference log must be so that predictions follow from it. */
class HardwareProfileTest {
    private byte[] recorded;

    @BeforeEach
    void readALog() throws IOException {
        recorded = Files.readAllBytes(Fixtures.path("boots/pxe-ipxe/eventlog.bin"));
    }

    @Test
    void a_log_that_ends_early_is_refused_with_the_event_that_is_broken() {
        EventLog log = EventLogReader.read(recorded, "log");
        LogEvent last = log.events().get(log.events().size() - 1);
        byte[] cut = Arrays.copyOf(recorded, (int) last.offset() + 10);

        assertThatThrownBy(() -> HardwareProfile.of("q35", List.of(EventLogReader.read(cut, "cut"))))
                .isInstanceOf(MeasuredBootException.class)
                .hasMessageContaining("reference log 1 of hardware profile 'q35'")
                .hasMessageContaining("event " + last.number() + " at offset " + last.offset())
                .hasMessageContaining("read the whole log on the node again");
        assertThatThrownBy(() -> HardwareProfile.of("q35", List.of(log, EventLogReader.read(cut, "cut"))))
                .as("also when it only tells what varies")
                .hasMessageContaining("reference log 2");
    }

    @Test
    void a_bank_that_an_event_lacks_is_not_predicted_and_said() {
        EventLog whole = EventLogReader.read(recorded, "log");
        LogEvent first = whole.events().stream()
                .filter(LogEvent::extendsPcr)
                .filter(event -> event.pcr() == 1)
                .findFirst()
                .orElseThrow();
        EventLog log = without(whole, first, Bank.SHA384);

        HardwareProfile profile = HardwareProfile.of("q35", List.of(log));

        assertThat(HardwareProfile.of("q35", List.of(whole)).banks()).contains(Bank.SHA384);
        assertThat(HardwareProfile.of("q35", List.of(whole)).leftOut()).isEmpty();
        assertThat(profile.banks()).contains(Bank.SHA256).doesNotContain(Bank.SHA384);
        assertThat(profile.leftOut())
                .containsExactly("sha384 is not predicted: event " + first.number()
                        + " (PCR 1) has no sha384 digest, so the log does not carry this bank completely");
        assertThat(HardwareProfile.of("q35", List.of(whole, log)).banks()).doesNotContain(Bank.SHA384);
    }

    private static EventLog without(EventLog log, LogEvent lacking, Bank bank) {
        List<LogEvent> events = new ArrayList<>(log.events());
        Set<Bank> others = new java.util.TreeSet<>(lacking.digests().banks());
        others.remove(bank);
        events.set(
                events.indexOf(lacking),
                new LogEvent(
                        lacking.number(),
                        lacking.offset(),
                        lacking.pcr(),
                        lacking.type(),
                        lacking.digests().only(others),
                        lacking.data()));
        return new EventLog(log.format(), log.banks(), events, log.findings());
    }
}
