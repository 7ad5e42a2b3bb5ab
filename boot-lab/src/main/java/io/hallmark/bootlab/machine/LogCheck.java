package io.hallmark.bootlab.machine;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.eventlog.PcrValues;
import io.hallmark.measuredboot.eventlog.Replay;
import java.util.Map;

/** Whether an event log tells what the TPM shows. */
final class LogCheck {
    /** The kernel's IMA extends it after the log has ended. */
    private static final int IMA_PCR = 10;

    private static final int LAST_BOOT_PCR = 14;

    private LogCheck() {}

    static boolean replays(byte[] bytes, Map<Bank, Map<Integer, Digest>> pcrs) {
        EventLog log = EventLogReader.read(bytes, "the guest's event log");
        PcrValues replayed = Replay.of(log.events(), log.banks());
        for (Bank bank : log.banks()) {
            for (int pcr = 0; pcr <= LAST_BOOT_PCR; pcr++) {
                Digest expected = replayed.value(bank, pcr).orElse(bank.zero());
                if (pcr != IMA_PCR
                        && !expected.equals(pcrs.getOrDefault(bank, Map.of()).get(pcr))) {
                    return false;
                }
            }
        }
        return !log.banks().isEmpty();
    }
}
