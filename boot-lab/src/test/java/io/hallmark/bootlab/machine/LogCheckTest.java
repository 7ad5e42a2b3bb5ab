package io.hallmark.bootlab.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.eventlog.EventLogWriter;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.eventlog.Replay;
import io.hallmark.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LogCheckTest {
    private final byte[] recorded = Files.readAllBytes(Fixtures.path("boots/disk-grub/eventlog.bin"));
    private final EventLog log = EventLogReader.read(recorded, "recorded");

    LogCheckTest() throws IOException {}

    @Test
    void a_log_that_gives_the_values_of_the_tpm_in_every_bank_has_no_fault() {
        assertThat(LogCheck.fault(recorded, shown())).isEmpty();
    }

    @Test
    void another_value_in_a_single_bank_is_a_fault() {
        Map<Bank, Map<Integer, Digest>> pcrs = shown();
        pcrs.get(Bank.SHA384).put(9, Bank.SHA384.hash(new byte[1]));

        assertThat(LogCheck.fault(recorded, pcrs))
                .hasValueSatisfying(
                        fault -> assertThat(fault).contains("does not replay").endsWith("PCR 9 of bank sha384"));
    }

    @Test
    void a_bank_that_the_guest_did_not_show_is_a_fault() {
        Map<Bank, Map<Integer, Digest>> pcrs = shown();
        pcrs.remove(Bank.SHA512);

        assertThat(LogCheck.fault(recorded, pcrs)).contains("the guest showed no PCRs of bank sha512");
    }

    @Test
    void a_bank_that_the_log_does_not_have_is_a_fault() {
        assertThat(LogCheck.fault(ofOneBank(Bank.SHA256), shown()))
                .contains("the guest's event log has no digests of bank sha1");
    }

    private byte[] ofOneBank(Bank bank) {
        List<LogEvent> events = log.events().stream()
                .map(event -> new LogEvent(
                        event.number(),
                        event.offset(),
                        event.pcr(),
                        event.type(),
                        event.digests().only(List.of(bank)),
                        event.data()))
                .toList();
        return EventLogWriter.write(new EventLog(log.format(), List.of(bank), events, List.of()));
    }

    /** The PCRs that the log gives. */
    private Map<Bank, Map<Integer, Digest>> shown() {
        Map<Bank, Map<Integer, Digest>> pcrs = new EnumMap<>(Bank.class);
        for (Bank bank : log.banks()) {
            Map<Integer, Digest> values = new TreeMap<>();
            for (int pcr = 0; pcr < 24; pcr++) {
                values.put(pcr, Replay.of(log).value(bank, pcr).orElse(bank.zero()));
            }
            pcrs.put(bank, values);
        }
        return pcrs;
    }
}
