package io.hallmark.measuredboot.prediction;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.FirmwareState;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.chain.Variation;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.io.ByteReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The boot variables of PCR 1, computed when the profile says what they are: BootOrder, then every Boot#### in its order.
 * Their digest is of the variable's content alone (PFP, "EV_EFI_VARIABLE_BOOT"; EDK2, {@code Tcg2Dxe.c}).
 */
final class BootVariables {
    private BootVariables() {}

    /** Whether firmware measures a boot variable with this event. */
    static boolean measures(LogEvent event) {
        return event.pcr() == 1
                && (event.type().equals(EventType.EV_EFI_VARIABLE_BOOT)
                        || event.type().equals(EventType.EV_EFI_VARIABLE_BOOT2));
    }

    /** The events that the variables give; empty when BootOrder is not known, or an entry that it names is not. */
    static Optional<List<PredictedEvent>> events(FirmwareState firmware, List<Bank> banks, EventType type) {
        Optional<Content> order = firmware.variable("BootOrder", FirmwareState.GLOBAL_GUID);
        if (order.isEmpty() || order.get().size() % 2 != 0) {
            return Optional.empty();
        }
        List<PredictedEvent> events = new ArrayList<>();
        events.add(event("BootOrder", order.get(), banks, type));
        ByteReader in = new ByteReader(order.get().bytes());
        while (in.remaining() >= 2) {
            String name = String.format(Locale.ROOT, "Boot%04X", in.u16());
            Optional<Content> entry = firmware.variable(name, FirmwareState.GLOBAL_GUID);
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            events.add(event(name, entry.get(), banks, type));
        }
        return Optional.of(events);
    }

    /** Why the boot entry with this content differs from node to node, if it does. */
    static Optional<Variation> variation(byte[] data) {
        return hasMacAddress(data)
                ? Optional.of(new Variation(
                        "the boot entry holds the network card's MAC address, so it differs from node to node",
                        Optional.empty()))
                : Optional.empty();
    }

    /** A MAC() node in the entry's device path: type 3, subtype 11, 37 bytes (UEFI, "MAC Address Device Path"). */
    private static boolean hasMacAddress(byte[] data) {
        for (int i = 0; i + 37 <= data.length; i++) {
            if (data[i] == 3 && data[i + 1] == 11 && data[i + 2] == 37 && data[i + 3] == 0) {
                return true;
            }
        }
        return false;
    }

    private static PredictedEvent event(String name, Content value, List<Bank> banks, EventType type) {
        return new PredictedEvent(
                1,
                type,
                Digests.hash(banks, value.bytes()),
                value,
                name,
                new Provenance.Computed("firmware.boot-variable", List.of()),
                variation(value.bytes()));
    }
}
