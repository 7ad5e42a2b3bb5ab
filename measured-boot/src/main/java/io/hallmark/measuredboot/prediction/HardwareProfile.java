package io.hallmark.measuredboot.prediction;

import io.hallmark.measuredboot.chain.FirmwareState;
import io.hallmark.measuredboot.eventlog.EventLog;
import java.util.List;

/**
 * A class of servers whose firmware measures the same.
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
    }

    /** A profile whose firmware state is the one that its first log tells. */
    public static HardwareProfile of(String name, List<EventLog> referenceLogs) {
        if (referenceLogs.isEmpty()) {
            throw new IllegalArgumentException("hardware profile '" + name + "' has no reference log");
        }
        return new HardwareProfile(name, referenceLogs, FirmwareState.of(referenceLogs.get(0)));
    }
}
