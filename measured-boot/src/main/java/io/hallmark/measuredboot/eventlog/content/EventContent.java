package io.hallmark.measuredboot.eventlog.content;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The decoded Event field of an event. */
public sealed interface EventContent {

    /** One line for people. */
    String words();

    /** Text: an action, a command of GRUB, a file name. */
    record Text(String text) implements EventContent {
        @Override
        public String words() {
            return text;
        }
    }

    /** EV_SEPARATOR: 0 and 0xFFFFFFFF end a phase, 1 marks an error (PFP, "EV_SEPARATOR"). */
    record Separator(long value) implements EventContent {
        @Override
        public String words() {
            return value == 1 ? "separator: firmware reports an error" : "separator";
        }
    }

    /** UEFI_IMAGE_LOAD_EVENT. */
    record ImageLoad(long address, long size, String devicePath) implements EventContent {
        @Override
        public String words() {
            return devicePath.isEmpty() ? "image without a device path, " + size + " bytes" : devicePath;
        }
    }

    /** UEFI_GPT_DATA. */
    record PartitionTable(String diskGuid, List<Partition> partitions) implements EventContent {
        /** A used entry of the table. */
        public record Partition(String typeGuid, String guid, long firstLba, long lastLba, String name) {}

        public PartitionTable {
            partitions = List.copyOf(partitions);
        }

        @Override
        public String words() {
            return "GPT of disk " + diskGuid + ": "
                    + String.join(", ", partitions.stream().map(Partition::name).toList());
        }
    }

    /**
     * UEFI_VARIABLE_DATA.
     *
     * @param signatures of PK, KEK, db, dbx and of authorities
     * @param text of variables that hold text
     */
    record Variable(String name, String guid, int size, List<Signature> signatures, Optional<String> text)
            implements EventContent {
        public Variable {
            signatures = List.copyOf(signatures);
        }

        @Override
        public String words() {
            String value = text.orElse(
                    signatures.isEmpty()
                            ? size + " bytes"
                            : String.join(
                                            "; ",
                                            signatures.stream()
                                                    .limit(3)
                                                    .map(Signature::words)
                                                    .toList())
                                    + (signatures.size() > 3 ? "; and " + (signatures.size() - 3) + " more" : ""));
            return name + ": " + value;
        }
    }

    /** An entry of an EFI_SIGNATURE_LIST. */
    record Signature(String owner, String type, String value) {
        String words() {
            return type + " " + value;
        }
    }

    /** EFI_LOAD_OPTION of a Boot#### variable. */
    record BootEntry(String name, boolean active, String description, String devicePath, int optionalData)
            implements EventContent {
        @Override
        public String words() {
            return name + " \"" + description + "\" " + devicePath;
        }
    }

    /** The BootOrder variable. */
    record BootOrder(List<String> entries) implements EventContent {
        public BootOrder {
            entries = List.copyOf(entries);
        }

        @Override
        public String words() {
            return "BootOrder: " + String.join(", ", entries);
        }
    }

    /** EV_EVENT_TAG: who tagged it, and what. */
    record Tagged(long tag, String text) implements EventContent {
        @Override
        public String words() {
            return text.isEmpty() ? String.format(Locale.ROOT, "tag 0x%08X", tag) : text;
        }
    }

    /** A range of firmware's memory. */
    record FirmwareBlob(String description, long base, long length) implements EventContent {
        @Override
        public String words() {
            return (description.isEmpty() ? "firmware volume" : description)
                    + String.format(Locale.ROOT, " at 0x%X, %d bytes", base, length);
        }
    }

    /** StartupLocality: the locality that the TPM was started from. */
    record StartupLocality(int locality) implements EventContent {
        @Override
        public String words() {
            return "the TPM was started from locality " + locality;
        }
    }

    /** Content that is not decoded. */
    record Opaque(int size, String reason) implements EventContent {
        @Override
        public String words() {
            return size + " bytes" + (reason.isEmpty() ? "" : " (" + reason + ")");
        }
    }
}
