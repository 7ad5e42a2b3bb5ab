package io.hallmark.bootlab;

import io.hallmark.bootlab.host.BootLabException;
import io.hallmark.bootlab.machine.BootResult;
import io.hallmark.bootlab.machine.BootVariable;
import io.hallmark.bootlab.machine.GuestReport;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.FirmwareState;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.prediction.HardwareProfile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Makes hardware profiles of boots. */
final class Profiles {
    /** Variables that have the attributes as efivarfs gives them, which are no part of their content. */
    private static final int ATTRIBUTES = 4;

    private static final Pattern BOOT = Pattern.compile("Boot(Order|[0-9A-F]{4})-" + FirmwareState.GLOBAL_GUID);

    private Profiles() {}

    /**
     * A class of machines of which one has booted.
     *
     * @param changed boot entries that a user has set since; with none, PCR 1 is as it was in that boot. The order of the
     *     entries stays the one which that boot showed, since firmware has put its own entries into it
     */
    static HardwareProfile of(BootResult boot, List<BootVariable> changed) {
        GuestReport report = boot.report().orElseThrow(() -> new BootLabException("the guest did not report its boot"));
        EventLog log = log(boot);
        Map<String, Content> variables = new TreeMap<>();
        report.variables().forEach((name, bytes) -> {
            if (!BOOT.matcher(name).matches() || !changed.isEmpty()) {
                variables.put(name, new Content(Arrays.copyOfRange(bytes, ATTRIBUTES, bytes.length)));
            }
        });
        for (BootVariable variable : changed) {
            Content value = new Content(variable.value());
            variables.compute(
                    variable.name() + "-" + FirmwareState.GLOBAL_GUID,
                    (name, shown) -> variable.isOrder() && shown != null ? shown : value);
        }
        return new HardwareProfile("lab", List.of(log), FirmwareState.of(log).with(variables));
    }

    static EventLog log(BootResult boot) {
        return EventLogReader.read(
                boot.eventLog().orElseThrow(() -> new BootLabException("the boot has no event log")),
                "the guest's event log");
    }
}
