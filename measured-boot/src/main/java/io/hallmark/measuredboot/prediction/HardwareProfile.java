package io.hallmark.measuredboot.prediction;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.chain.FirmwareState;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.Replay;
import java.util.List;

/**
 * A class of servers whose firmware measures the same.
 *
 * <p>A log that ends early, or that carries no bank completely, is refused: what follows from it would be wrong values.
 *
 * @param name {@code dell-r650}
 * @param referenceLogs of nodes of that class, at least one; the first is the template of a prediction, the others
 *     reveal what varies from node to node and from boot to boot
 * @param firmware what the firmware's variables say
 */
public record HardwareProfile(String name, List<EventLog> referenceLogs, FirmwareState firmware) {
    public HardwareProfile {
        referenceLogs = List.copyOf(referenceLogs);
        if (referenceLogs.isEmpty()) {
            throw new IllegalArgumentException("hardware profile '" + name + "' has no reference log");
        }
        for (int i = 0; i < referenceLogs.size(); i++) {
            EventLog log = referenceLogs.get(i);
            if (completeBanks(log).isEmpty()) {
                throw new MeasuredBootException("reference log " + (i + 1) + " of hardware profile '" + name
                        + "' says too little to predict from: "
                        + log.banks().stream()
                                .filter(Bank::computable)
                                .flatMap(bank -> Replay.incomplete(log, bank).stream())
                                .findFirst()
                                .orElse("it has no bank that files are measured in, only " + log.banks())
                        + "; read the whole log on the node again");
            }
        }
    }

    /** The banks that all reference logs carry completely and that files are measured in, in order; at least one. */
    public List<Bank> banks() {
        return completeBanks(referenceLogs.get(0)).stream()
                .filter(bank -> referenceLogs.stream()
                        .allMatch(log -> completeBanks(log).contains(bank)))
                .toList();
    }

    /** Why predictions do without a bank that the first reference log names, one line each. */
    public List<String> leftOut() {
        List<Bank> whole = banks();
        return referenceLogs.get(0).banks().stream()
                .filter(bank -> !whole.contains(bank))
                .map(bank -> bank.label() + " is not predicted: "
                        + (bank.computable()
                                ? referenceLogs.stream()
                                        .flatMap(log -> Replay.incomplete(log, bank).stream())
                                        .findFirst()
                                        .orElse("not every reference log has it")
                                : "files are not measured in it"))
                .toList();
    }

    private static List<Bank> completeBanks(EventLog log) {
        return log.banks().stream()
                .filter(Bank::computable)
                .filter(bank -> Replay.incomplete(log, bank).isEmpty())
                .toList();
    }

    /** A profile whose firmware state is the one that its first log tells. */
    public static HardwareProfile of(String name, List<EventLog> referenceLogs) {
        if (referenceLogs.isEmpty()) {
            throw new IllegalArgumentException("hardware profile '" + name + "' has no reference log");
        }
        return new HardwareProfile(name, referenceLogs, FirmwareState.of(referenceLogs.get(0)));
    }
}
