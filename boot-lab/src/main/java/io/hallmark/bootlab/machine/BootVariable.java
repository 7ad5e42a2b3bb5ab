package io.hallmark.bootlab.machine;

import io.hallmark.measuredboot.io.EfiGuid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A variable of the firmware's boot manager, put into the variable store before the machine starts.
 *
 * @param name {@code Boot0007}
 */
public record BootVariable(String name, byte[] value) {
    private static final String ORDER = "BootOrder";
    private static final int ACTIVE = 1;

    /** The boot order of a single entry. */
    public static BootVariable order(int entry) {
        return new BootVariable(ORDER, new byte[] {(byte) entry, (byte) (entry >> 8)});
    }

    public boolean isOrder() {
        return name.equals(ORDER);
    }

    /**
     * An entry that starts a file of a partition (UEFI, "Load Options": EFI_LOAD_OPTION; "Device Path Protocol": HD()
     * and File() nodes).
     *
     * @param number of the entry: 7 makes {@code Boot0007}
     * @param partition its unique GUID in the GPT, as first partition
     * @param options passed to the file, which gets them in UTF-16 with a terminator
     */
    public static BootVariable entry(
            int number, String description, String partition, long first, long sectors, String path, String options) {
        byte[] file = utf16(path);
        byte[] title = utf16(description);
        byte[] optional = utf16(options);
        int devicePath = 42 + 4 + file.length + 4;
        ByteBuffer out = ByteBuffer.allocate(6 + title.length + devicePath + optional.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(ACTIVE).putShort((short) devicePath).put(title);
        out.put((byte) 4).put((byte) 1).putShort((short) 42);
        out.putInt(1).putLong(first).putLong(sectors).put(EfiGuid.bytes(partition));
        // A GPT, whose partitions are named by GUID.
        out.put((byte) 2).put((byte) 2);
        out.put((byte) 4).put((byte) 4).putShort((short) (4 + file.length)).put(file);
        out.put((byte) 0x7F).put((byte) 0xFF).putShort((short) 4);
        out.put(optional);
        return new BootVariable(String.format(Locale.ROOT, "Boot%04X", number), out.array());
    }

    static byte[] utf16(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_16LE);
    }
}
