package io.hallmark.baselines.drift;

import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;

/** What an event of firmware that differs is about; PC Client Platform Firmware Profile, "PCR Usage". */
final class FirmwarePart {
    private FirmwarePart() {}

    static String of(int pcr, LogEvent found) {
        String words = Explanation.content(found);
        if (found.type().equals(EventType.EV_EFI_VARIABLE_DRIVER_CONFIG)
                || found.type().equals(EventType.EV_EFI_VARIABLE_AUTHORITY)) {
            return pcr == 7
                    ? "Secure Boot is set in another way, or other keys decide: " + words
                    : "a variable of firmware has another content: " + words;
        }
        if (found.type().equals(EventType.EV_EFI_GPT_EVENT) || found.type().equals(EventType.EV_EFI_GPT_EVENT2)) {
            return "the disk has another partition table: " + words;
        }
        return switch (pcr) {
            case 0 -> "another firmware version, or changed firmware: " + words;
            case 1 -> "other hardware, or other settings of firmware: " + words;
            case 2 -> "another add-in card, or another firmware of one: " + words;
            case 3 -> "other settings of an add-in card: " + words;
            case 4, 5 -> "firmware took another way to the boot loader: " + words;
            default -> "the node is of another class of servers than the hardware profile: " + words;
        };
    }
}
