package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the firmware's variables say when the boot begins.
 *
 * @param secureBoot whether Secure Boot is enforced
 * @param variables contents without attributes, by {@code Name-guid} as efivarfs names them; those not known are absent
 */
public record FirmwareState(boolean secureBoot, Map<String, Content> variables) {
    public static final String GLOBAL_GUID = "8be4df61-93ca-11d2-aa0d-00e098032b8c";
    public static final String SHIM_GUID = "605dab50-e046-4300-abb6-3dd810dd8b23";

    public FirmwareState {
        variables = Map.copyOf(new TreeMap<>(variables));
    }

    /**
     * What a log tells: the SecureBoot variable is measured in PCR 7 (PFP, "PCR[7] - Secure Boot Policy
     * Measurements"). A log without that event is one of a machine without Secure Boot.
     */
    public static FirmwareState of(EventLog log) {
        for (LogEvent event : log.events()) {
            if (event.pcr() == 7 && event.type().equals(EventType.EV_EFI_VARIABLE_DRIVER_CONFIG)) {
                Optional<EfiVariable> variable = EfiVariable.of(event.data());
                if (variable.isPresent() && variable.get().name().equals("SecureBoot")) {
                    byte[] value = variable.get().value().bytes();
                    return new FirmwareState(value.length == 1 && value[0] == 1, Map.of());
                }
            }
        }
        return new FirmwareState(false, Map.of());
    }

    /** The same with these variables, of which SecureBoot decides whether Secure Boot is on. */
    public FirmwareState with(Map<String, Content> more) {
        Map<String, Content> all = new TreeMap<>(variables);
        all.putAll(more);
        Content on = all.get("SecureBoot-" + GLOBAL_GUID);
        boolean enforced = on == null ? secureBoot : on.size() == 1 && on.bytes()[0] == 1;
        return new FirmwareState(enforced, all);
    }

    /** The content of a variable, if it is known and exists. */
    public Optional<Content> variable(String name, String guid) {
        return Optional.ofNullable(variables.get(name + "-" + guid));
    }
}
