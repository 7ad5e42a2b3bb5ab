package io.hallmark.measuredboot.eventlog.content;

import io.hallmark.measuredboot.io.ByteReader;
import io.hallmark.measuredboot.io.EfiGuid;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** EFI device paths in their text form (UEFI specification, "Device Path Node Text Representation"). */
final class DevicePath {
    private static final int MOST_NODES = 64;

    private DevicePath() {}

    /** The text of a path; it ends at its end node or with the bytes. */
    static String text(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        List<String> nodes = new ArrayList<>();
        while (in.remaining() >= 4 && nodes.size() < MOST_NODES) {
            int type = in.u8();
            int subType = in.u8();
            int length = in.u16();
            if (type == 0x7F || length < 4 || length - 4 > in.remaining()) {
                break;
            }
            nodes.add(node(type, subType, in.bytes(length - 4)));
        }
        return String.join("/", nodes);
    }

    private static String node(int type, int subType, byte[] data) {
        try {
            return known(type, subType, new ByteReader(data));
        } catch (io.hallmark.measuredboot.MeasuredBootException e) {
            return hex(type, subType, data);
        }
    }

    private static String known(int type, int subType, ByteReader in) {
        return switch (type << 8 | subType) {
            case 0x0101 -> {
                int function = in.u8();
                yield String.format(Locale.ROOT, "Pci(0x%X,0x%X)", in.u8(), function);
            }
            case 0x0104 -> "VenHw(" + EfiGuid.read(in) + ")";
            case 0x0201 -> acpi(in);
            case 0x0301 -> String.format(Locale.ROOT, "Ata(%d,%d)", in.u8(), in.u8());
            case 0x0302 -> String.format(Locale.ROOT, "Scsi(%d,%d)", in.u16(), in.u16());
            case 0x0305 -> String.format(Locale.ROOT, "USB(%d,%d)", in.u8(), in.u8());
            case 0x030B -> "MAC(" + HexFormat.of().formatHex(in.bytes(6)) + ")";
            case 0x030C -> ipv4(in);
            case 0x030D -> "IPv6()";
            case 0x0312 -> String.format(Locale.ROOT, "Sata(%d,%d,%d)", in.u16(), in.u16(), in.u16());
            case 0x0317 -> String.format(Locale.ROOT, "NVMe(0x%X)", in.u32());
            case 0x0318 -> "Uri(" + new String(in.rest(), StandardCharsets.US_ASCII) + ")";
            case 0x0401 -> hardDrive(in);
            case 0x0403 -> "VenMedia(" + EfiGuid.read(in) + ")";
            case 0x0404 -> EventText.utf16(in.rest());
            case 0x0406 -> "FvFile(" + EfiGuid.read(in) + ")";
            case 0x0407 -> "Fv(" + EfiGuid.read(in) + ")";
            case 0x0408 ->
                String.format(Locale.ROOT, "Offset(0x%X,0x%X)", in.skip(4).u64(), in.u64());
            case 0x0501 -> "BBS()";
            default -> hex(type, subType, in.rest());
        };
    }

    private static String acpi(ByteReader in) {
        long hid = in.u32();
        long uid = in.u32();
        return hid == 0x0A0341D0L || hid == 0x0A0841D0L
                ? String.format(Locale.ROOT, "PciRoot(0x%X)", uid)
                : String.format(Locale.ROOT, "Acpi(0x%08X,0x%X)", hid, uid);
    }

    private static String ipv4(ByteReader in) {
        in.skip(4);
        byte[] remote = in.bytes(4);
        return String.format(
                Locale.ROOT,
                "IPv4(%d.%d.%d.%d)",
                remote[0] & 0xFF,
                remote[1] & 0xFF,
                remote[2] & 0xFF,
                remote[3] & 0xFF);
    }

    private static String hardDrive(ByteReader in) {
        long number = in.u32();
        long start = in.u64();
        long size = in.u64();
        byte[] signature = in.bytes(16);
        in.skip(1);
        int kind = in.u8();
        String id = kind == 2
                ? "GPT," + EfiGuid.read(new ByteReader(signature))
                : String.format(Locale.ROOT, "MBR,0x%08X", new ByteReader(signature).u32());
        return String.format(Locale.ROOT, "HD(%d,%s,0x%X,0x%X)", number, id, start, size);
    }

    private static String hex(int type, int subType, byte[] data) {
        return String.format(
                Locale.ROOT, "Path(%d,%d,%s)", type, subType, HexFormat.of().formatHex(data));
    }
}
