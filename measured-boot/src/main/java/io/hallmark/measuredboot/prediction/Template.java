package io.hallmark.measuredboot.prediction;

import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.io.ByteReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A reference log, told apart into what firmware measures, which a prediction copies, and what the boot chain measures,
 * which a prediction computes. The log's order is the template: no fixed place of separators or authorities is assumed.
 *
 * @param slots all events, in order
 */
record Template(List<Slot> slots) {
    private static final String CALLING = "Calling EFI Application from Boot Option";
    private static final String EXIT = "Exit Boot Services Invocation";
    private static final byte[] SHIM_GUID = {0x50, (byte) 0xab, 0x5d, 0x60, 0x46, (byte) 0xe0, 0x00, 0x43};
    private static final long LOADER_CONF_TAG = 0xF5BC582AL;

    /** An event, and whether firmware measures it. */
    record Slot(LogEvent event, boolean firmware) {}

    Template {
        slots = List.copyOf(slots);
    }

    static Template of(EventLog log) {
        int call = lastIndexOfAction(log.events(), 4, CALLING);
        int boot = firstImage(log.events(), call);
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < log.events().size(); i++) {
            LogEvent event = log.events().get(i);
            slots.add(new Slot(event, !measuredByChain(event, i >= boot)));
        }
        return new Template(slots);
    }

    List<LogEvent> firmwareEvents() {
        return slots.stream().filter(Slot::firmware).map(Slot::event).toList();
    }

    List<LogEvent> chainEvents() {
        return slots.stream().filter(slot -> !slot.firmware()).map(Slot::event).toList();
    }

    /** The index of the slot before which the chain's events begin. */
    int start() {
        int exit = slots.size();
        for (int i = 0; i < slots.size(); i++) {
            if (!slots.get(i).firmware()) {
                return i;
            }
            LogEvent event = slots.get(i).event();
            if (exit == slots.size() && event.pcr() == 5 && isAction(event, EXIT)) {
                exit = i;
            }
        }
        return exit;
    }

    private static boolean measuredByChain(LogEvent event, boolean afterFirstImage) {
        if (!event.extendsPcr()) {
            return false;
        }
        EventType type = event.type();
        return switch (event.pcr()) {
            case 4 ->
                type.equals(EventType.EV_IPL)
                        || afterFirstImage && type.equals(EventType.EV_EFI_BOOT_SERVICES_APPLICATION);
            case 5 ->
                type.equals(EventType.EV_IPL_PARTITION_DATA)
                        || type.equals(EventType.EV_EVENT_TAG) && tag(event) == LOADER_CONF_TAG;
            case 7 -> type.equals(EventType.EV_EFI_VARIABLE_AUTHORITY) && (afterFirstImage || byShim(event));
            case 8, 9, 11, 12, 13, 14 -> true;
            default -> false;
        };
    }

    /** The first image that the boot option starts and that does not come from the firmware itself. */
    private static int firstImage(List<LogEvent> events, int call) {
        int from = call >= 0 ? call : indexOfSeparator(events);
        for (int i = from + 1; i < events.size(); i++) {
            LogEvent event = events.get(i);
            if (event.pcr() == 4
                    && event.type().equals(EventType.EV_EFI_BOOT_SERVICES_APPLICATION)
                    && !fromFirmwareVolume(event)) {
                return i;
            }
        }
        return events.size();
    }

    private static int indexOfSeparator(List<LogEvent> events) {
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).pcr() == 4 && events.get(i).type().equals(EventType.EV_SEPARATOR)) {
                return i;
            }
        }
        return -1;
    }

    private static int lastIndexOfAction(List<LogEvent> events, int pcr, String text) {
        for (int i = events.size() - 1; i >= 0; i--) {
            if (events.get(i).pcr() == pcr && isAction(events.get(i), text)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isAction(LogEvent event, String text) {
        return event.type().equals(EventType.EV_EFI_ACTION)
                && new String(event.data().bytes(), StandardCharsets.US_ASCII).startsWith(text);
    }

    /** UEFI_IMAGE_LOAD_EVENT whose device path begins in a firmware volume: MEDIA_DEVICE_PATH 6 or 7. */
    private static boolean fromFirmwareVolume(LogEvent event) {
        ByteReader in = new ByteReader(event.data().bytes());
        if (in.remaining() < 34) {
            return false;
        }
        in.skip(32);
        int type = in.u8();
        int subType = in.u8();
        return type == 4 && (subType == 6 || subType == 7);
    }

    private static boolean byShim(LogEvent event) {
        byte[] data = event.data().bytes();
        return data.length >= 16 && Arrays.equals(Arrays.copyOf(data, SHIM_GUID.length), SHIM_GUID);
    }

    private static long tag(LogEvent event) {
        ByteReader in = new ByteReader(event.data().bytes());
        return in.remaining() < 4 ? 0 : in.u32();
    }
}
