package io.hallmark.measuredboot.eventlog;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The type of an event; any 32-bit value, since vendors use their own.
 *
 * <p>Values and names: TCG PC Client Platform Firmware Profile, table "Events"; Intel TXT's are 0x400 to 0x5FF.
 *
 * @param value unsigned, 0 to 0xFFFFFFFF
 */
public record EventType(long value) {
    public static final EventType EV_PREBOOT_CERT = new EventType(0x0);
    public static final EventType EV_POST_CODE = new EventType(0x1);
    public static final EventType EV_NO_ACTION = new EventType(0x3);
    public static final EventType EV_SEPARATOR = new EventType(0x4);
    public static final EventType EV_ACTION = new EventType(0x5);
    public static final EventType EV_EVENT_TAG = new EventType(0x6);
    public static final EventType EV_S_CRTM_CONTENTS = new EventType(0x7);
    public static final EventType EV_S_CRTM_VERSION = new EventType(0x8);
    public static final EventType EV_CPU_MICROCODE = new EventType(0x9);
    public static final EventType EV_PLATFORM_CONFIG_FLAGS = new EventType(0xA);
    public static final EventType EV_TABLE_OF_DEVICES = new EventType(0xB);
    public static final EventType EV_COMPACT_HASH = new EventType(0xC);
    public static final EventType EV_IPL = new EventType(0xD);
    public static final EventType EV_IPL_PARTITION_DATA = new EventType(0xE);
    public static final EventType EV_NONHOST_CODE = new EventType(0xF);
    public static final EventType EV_NONHOST_CONFIG = new EventType(0x10);
    public static final EventType EV_NONHOST_INFO = new EventType(0x11);
    public static final EventType EV_OMIT_BOOT_DEVICE_EVENTS = new EventType(0x12);
    public static final EventType EV_POST_CODE2 = new EventType(0x13);
    public static final EventType EV_EFI_VARIABLE_DRIVER_CONFIG = new EventType(0x80000001L);
    public static final EventType EV_EFI_VARIABLE_BOOT = new EventType(0x80000002L);
    public static final EventType EV_EFI_BOOT_SERVICES_APPLICATION = new EventType(0x80000003L);
    public static final EventType EV_EFI_BOOT_SERVICES_DRIVER = new EventType(0x80000004L);
    public static final EventType EV_EFI_RUNTIME_SERVICES_DRIVER = new EventType(0x80000005L);
    public static final EventType EV_EFI_GPT_EVENT = new EventType(0x80000006L);
    public static final EventType EV_EFI_ACTION = new EventType(0x80000007L);
    public static final EventType EV_EFI_PLATFORM_FIRMWARE_BLOB = new EventType(0x80000008L);
    public static final EventType EV_EFI_HANDOFF_TABLES = new EventType(0x80000009L);
    public static final EventType EV_EFI_PLATFORM_FIRMWARE_BLOB2 = new EventType(0x8000000AL);
    public static final EventType EV_EFI_HANDOFF_TABLES2 = new EventType(0x8000000BL);
    public static final EventType EV_EFI_VARIABLE_BOOT2 = new EventType(0x8000000CL);
    public static final EventType EV_EFI_GPT_EVENT2 = new EventType(0x8000000DL);
    public static final EventType EV_EFI_HCRTM_EVENT = new EventType(0x80000010L);
    public static final EventType EV_EFI_VARIABLE_AUTHORITY = new EventType(0x800000E0L);
    public static final EventType EV_EFI_SPDM_FIRMWARE_BLOB = new EventType(0x800000E1L);
    public static final EventType EV_EFI_SPDM_FIRMWARE_CONFIG = new EventType(0x800000E2L);
    public static final EventType EV_EFI_SPDM_DEVICE_POLICY = new EventType(0x800000E3L);
    public static final EventType EV_EFI_SPDM_DEVICE_AUTHORITY = new EventType(0x800000E4L);

    private static final Map<Long, String> NAMES = EventTypeNames.byValue();

    public EventType {
        if (value < 0 || value > 0xFFFFFFFFL) {
            throw new IllegalArgumentException("an event type has 32 bits, not " + value);
        }
    }

    /** Whether events of this type are extended into a PCR: all but EV_NO_ACTION (PFP, "EV_NO_ACTION Event Types"). */
    public boolean isExtended() {
        return value != EV_NO_ACTION.value;
    }

    /** The specification's name, {@code EV_SEPARATOR}, or the value in hex, {@code 0x00008401}. */
    public String name() {
        String name = NAMES.get(value);
        return name != null ? name : String.format(Locale.ROOT, "0x%08X", value);
    }

    /** The type of that name, as {@link #name()} gives it. */
    public static Optional<EventType> named(String name) {
        for (Map.Entry<Long, String> entry : NAMES.entrySet()) {
            if (entry.getValue().equals(name)) {
                return Optional.of(new EventType(entry.getKey()));
            }
        }
        return name.matches("0x[0-9A-F]{8}")
                ? Optional.of(new EventType(Long.parseLong(name.substring(2), 16)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return name();
    }
}
