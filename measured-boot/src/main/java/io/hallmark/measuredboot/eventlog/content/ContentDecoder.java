package io.hallmark.measuredboot.eventlog.content;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.eventlog.content.EventContent.Opaque;
import io.hallmark.measuredboot.eventlog.content.EventContent.Text;
import io.hallmark.measuredboot.io.ByteReader;
import io.hallmark.measuredboot.io.EfiGuid;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Decodes event data by type; what can't be decoded stays opaque, with the reason. */
public final class ContentDecoder {
    private static final byte[] LOCALITY = "StartupLocality\0".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_PARTITIONS = 1024;

    private static final Map<EventType, Function<ByteReader, EventContent>> BY_TYPE = Map.ofEntries(
            Map.entry(EventType.EV_SEPARATOR, ContentDecoder::separator),
            Map.entry(EventType.EV_EFI_BOOT_SERVICES_APPLICATION, ContentDecoder::image),
            Map.entry(EventType.EV_EFI_BOOT_SERVICES_DRIVER, ContentDecoder::image),
            Map.entry(EventType.EV_EFI_RUNTIME_SERVICES_DRIVER, ContentDecoder::image),
            Map.entry(EventType.EV_EFI_GPT_EVENT, ContentDecoder::partitionTable),
            Map.entry(EventType.EV_EFI_GPT_EVENT2, ContentDecoder::partitionTable),
            Map.entry(EventType.EV_EFI_VARIABLE_DRIVER_CONFIG, ContentDecoder::variable),
            Map.entry(EventType.EV_EFI_VARIABLE_AUTHORITY, ContentDecoder::variable),
            Map.entry(EventType.EV_EFI_VARIABLE_BOOT, ContentDecoder::variable),
            Map.entry(EventType.EV_EFI_VARIABLE_BOOT2, ContentDecoder::variable),
            Map.entry(EventType.EV_EVENT_TAG, ContentDecoder::tagged),
            Map.entry(EventType.EV_EFI_PLATFORM_FIRMWARE_BLOB, in -> blob("", in)),
            Map.entry(EventType.EV_EFI_PLATFORM_FIRMWARE_BLOB2, ContentDecoder::blob2),
            Map.entry(EventType.EV_POST_CODE, ContentDecoder::postCode),
            Map.entry(EventType.EV_NO_ACTION, ContentDecoder::noAction),
            Map.entry(EventType.EV_EFI_HANDOFF_TABLES, in -> opaque(in, "handoff tables")),
            Map.entry(EventType.EV_EFI_HANDOFF_TABLES2, in -> opaque(in, "handoff tables")),
            Map.entry(EventType.EV_EFI_SPDM_FIRMWARE_BLOB, in -> opaque(in, "SPDM")),
            Map.entry(EventType.EV_EFI_SPDM_FIRMWARE_CONFIG, in -> opaque(in, "SPDM")));

    private ContentDecoder() {}

    /** Never fails: content that is broken or of an unknown type is {@link Opaque}. */
    public static EventContent decode(LogEvent event) {
        ByteReader in = new ByteReader(event.data().bytes());
        try {
            return BY_TYPE.getOrDefault(event.type(), ContentDecoder::text).apply(in);
        } catch (MeasuredBootException e) {
            return new Opaque(event.data().size(), "not decodable: " + e.getMessage());
        }
    }

    private static EventContent text(ByteReader in) {
        return EventText.of(in.rest()).<EventContent>map(Text::new).orElseGet(() -> new Opaque(in.remaining(), ""));
    }

    private static Opaque opaque(ByteReader in, String what) {
        return new Opaque(in.remaining(), what);
    }

    private static EventContent separator(ByteReader in) {
        return in.remaining() >= 4 && in.remaining() <= 64 ? new EventContent.Separator(in.u32()) : text(in);
    }

    private static EventContent image(ByteReader in) {
        long address = in.u64();
        long size = in.u64();
        in.skip(8);
        long length = in.u64();
        if (length < 0 || length > in.remaining()) {
            throw new MeasuredBootException("a device path of " + length + " bytes does not fit");
        }
        return new EventContent.ImageLoad(address, size, DevicePath.text(in.bytes((int) length)));
    }

    private static EventContent partitionTable(ByteReader in) {
        String diskGuid = EfiGuid.read(in.skip(56));
        long entrySize = in.skip(12).u32();
        long header = in.skip(4).offset();
        if (entrySize < 128 || entrySize > 4096 || header != 92) {
            throw new MeasuredBootException("the GPT header is damaged");
        }
        long count = in.u64();
        if (count < 0 || count > MOST_PARTITIONS) {
            throw new MeasuredBootException("a GPT of " + count + " partitions");
        }
        List<EventContent.PartitionTable.Partition> partitions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ByteReader entry = new ByteReader(in.bytes((int) entrySize));
            partitions.add(new EventContent.PartitionTable.Partition(
                    Guid.name(EfiGuid.read(entry)),
                    EfiGuid.read(entry),
                    entry.u64(),
                    entry.u64(),
                    EventText.utf16(entry.skip(8).bytes(72))));
        }
        return new EventContent.PartitionTable(diskGuid, partitions);
    }

    private static EventContent variable(ByteReader in) {
        String guid = EfiGuid.read(in);
        long nameLength = in.u64();
        long size = in.u64();
        if (nameLength < 0 || nameLength > 1024 || size < 0 || size > in.remaining()) {
            throw new MeasuredBootException("a variable of " + size + " bytes does not fit");
        }
        String name = EventText.utf16(in.bytes((int) nameLength * 2));
        if (size > in.remaining()) {
            throw new MeasuredBootException("a variable of " + size + " bytes does not fit");
        }
        return VariableContent.of(name, guid, in.bytes((int) size));
    }

    private static EventContent tagged(ByteReader in) {
        long tag = in.u32();
        long size = in.u32();
        if (size > in.remaining()) {
            throw new MeasuredBootException("tagged content of " + size + " bytes does not fit");
        }
        Optional<String> text = EventText.of(in.bytes((int) size));
        return new EventContent.Tagged(tag, text.orElse(""));
    }

    private static EventContent blob(String description, ByteReader in) {
        return new EventContent.FirmwareBlob(description, in.u64(), in.u64());
    }

    private static EventContent blob2(ByteReader in) {
        String description = new String(in.bytes(in.u8()), StandardCharsets.US_ASCII);
        return blob(description.replace("\0", ""), in);
    }

    private static EventContent postCode(ByteReader in) {
        Optional<String> text = EventText.of(in.rest());
        return in.remaining() == 16 && text.isEmpty() ? blob("", in) : text(in);
    }

    private static EventContent noAction(ByteReader in) {
        byte[] data = in.rest();
        if (data.length == LOCALITY.length + 1
                && java.util.Arrays.equals(java.util.Arrays.copyOf(data, LOCALITY.length), LOCALITY)) {
            return new EventContent.StartupLocality(data[LOCALITY.length] & 0xFF);
        }
        int end = 0;
        while (end < data.length && end < 16 && data[end] >= ' ' && data[end] < 0x7F) {
            end++;
        }
        String signature = new String(data, 0, end, StandardCharsets.US_ASCII);
        return end < 4 ? new Opaque(data.length, "") : new Opaque(data.length, signature);
    }
}
