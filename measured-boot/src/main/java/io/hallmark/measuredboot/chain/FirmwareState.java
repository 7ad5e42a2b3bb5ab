package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventType;
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

    private static final String SECURE_BOOT = "SecureBoot-" + GLOBAL_GUID;
    private static final String VALIDATION = "MokSBState-" + SHIM_GUID;

    public FirmwareState {
        variables = Map.copyOf(new TreeMap<>(variables));
    }

    /**
     * What a log tells: the SecureBoot variable is measured in PCR 7 (PFP, "PCR[7] - Secure Boot Policy
     * Measurements"), and so is shim's MokSBState where there is one. A log without SecureBoot is one of a machine without
     * Secure Boot.
     */
    public static FirmwareState of(EventLog log) {
        boolean secureBoot = measured(log, EventType.EV_EFI_VARIABLE_DRIVER_CONFIG, SECURE_BOOT)
                .map(FirmwareState::isOne)
                .orElse(false);
        return measured(log, EventType.EV_EFI_VARIABLE_AUTHORITY, VALIDATION)
                .map(state -> new FirmwareState(secureBoot, Map.of(VALIDATION, state)))
                .orElseGet(() -> new FirmwareState(secureBoot, Map.of()));
    }

    private static Optional<Content> measured(EventLog log, EventType type, String file) {
        return log.events().stream()
                .filter(event -> event.pcr() == 7 && event.type().equals(type))
                .flatMap(event -> EfiVariable.of(event.data()).stream())
                .filter(variable -> variable.file().equals(file))
                .map(EfiVariable::value)
                .findFirst();
    }

    private static boolean isOne(Content value) {
        return value.size() == 1 && value.bytes()[0] == 1;
    }

    /** The same with these variables, of which SecureBoot decides whether Secure Boot is on. */
    public FirmwareState with(Map<String, Content> more) {
        Map<String, Content> all = new TreeMap<>(variables);
        all.putAll(more);
        Content on = all.get(SECURE_BOOT);
        boolean enforced = on == null ? secureBoot : isOne(on);
        return new FirmwareState(enforced, all);
    }

    /**
     * Whether loaders verify what they start. Where Secure Boot is on they do, unless a user has switched that off for them
     * (shim's MokSBState, which GRUB reads, too); firmware verifies what it starts all the same.
     */
    public boolean verifiedByLoaders() {
        return secureBoot && validation().filter(FirmwareState::isOne).isEmpty();
    }

    /** Whether users have shim verify what it starts: its variable MokSBState, or the mirror of it, if there is one. */
    public Optional<Content> validation() {
        return variable("MokSBState", SHIM_GUID).or(() -> variable("MokSBStateRT", SHIM_GUID));
    }

    /** The content of a variable, if it is known and exists. */
    public Optional<Content> variable(String name, String guid) {
        return Optional.ofNullable(variables.get(name + "-" + guid));
    }
}
