package io.hallmark.bootlab.machine;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.eventlog.PcrValues;
import io.hallmark.measuredboot.eventlog.Replay;
import java.util.Map;
import java.util.Optional;

/** Whether an event log tells what the TPM shows. */
final class LogCheck {
    /** The kernel's IMA extends it after the log has ended. */
    private static final int IMA_PCR = 10;

    private static final int LAST_BOOT_PCR = 14;

    private LogCheck() {}

    /**
     * Why an event log does not tell what the TPM shows; empty when it does, in every bank that the TPM was made with.
     *
     * @param pcrs that the TPM shows, by bank and index
     */
    static Optional<String> fault(byte[] bytes, Map<Bank, Map<Integer, Digest>> pcrs) {
        EventLog log = EventLogReader.read(bytes, "the guest's event log");
        PcrValues replayed = Replay.of(log.events(), log.banks());
        for (Bank bank : MachineSetup.BANKS) {
            if (!log.banks().contains(bank)) {
                return Optional.of("the guest's event log has no digests of bank " + bank.label());
            }
            if (!pcrs.containsKey(bank)) {
                return Optional.of("the guest showed no PCRs of bank " + bank.label());
            }
            for (int pcr = 0; pcr <= LAST_BOOT_PCR; pcr++) {
                Digest expected = replayed.value(bank, pcr).orElse(bank.zero());
                if (pcr != IMA_PCR && !expected.equals(pcrs.get(bank).get(pcr))) {
                    return Optional.of("the guest's event log does not replay to the PCRs of its TPM: PCR " + pcr
                            + " of bank " + bank.label());
                }
            }
        }
        return Optional.empty();
    }
}
