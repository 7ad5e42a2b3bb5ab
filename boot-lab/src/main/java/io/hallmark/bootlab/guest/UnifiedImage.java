package io.hallmark.bootlab.guest;

import io.hallmark.bootlab.host.BootLabException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes unified kernel images: appends sections to systemd's stub (Microsoft, "PE Format"). Unlike objcopy, which writes
 * the time of day into the header, it makes the same image of the same parts.
 */
final class UnifiedImage {
    private static final int SECTION_HEADER = 40;
    private static final int PAGE = 4096;
    /** CNT_INITIALIZED_DATA and MEM_READ. */
    private static final int READ_ONLY_DATA = 0x40000040;

    private final Map<String, byte[]> sections = new LinkedHashMap<>();

    UnifiedImage section(String name, byte[] content) {
        sections.put(name, content);
        return this;
    }

    Path write(Path stub, Path image) {
        try {
            return Files.write(image, onto(Files.readAllBytes(stub)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] onto(byte[] stub) {
        ByteBuffer in = ByteBuffer.wrap(stub).order(ByteOrder.LITTLE_ENDIAN);
        int coff = in.getInt(0x3C) + 4;
        int optional = coff + 20;
        int count = in.getShort(coff + 2);
        int table = optional + in.getShort(coff + 16);
        int fileAlignment = in.getInt(optional + 36);
        if (table + (count + sections.size()) * SECTION_HEADER > in.getInt(optional + 60)) {
            throw new BootLabException("the stub's header has no room for " + sections.size() + " more sections");
        }
        int header = table + count * SECTION_HEADER;
        int end = in.getInt(header - SECTION_HEADER + 12) + in.getInt(header - SECTION_HEADER + 8);
        // After its last section the stub has a symbol table, which would be a gap between sections.
        int offset = in.getInt(header - SECTION_HEADER + 20) + in.getInt(header - SECTION_HEADER + 16);
        int size = offset;
        for (byte[] content : sections.values()) {
            size += align(content.length, fileAlignment);
        }
        ByteBuffer out = ByteBuffer.wrap(Arrays.copyOf(Arrays.copyOf(stub, offset), size))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (Map.Entry<String, byte[]> section : sections.entrySet()) {
            byte[] content = section.getValue();
            int address = align(end, PAGE);
            out.put(header, Arrays.copyOf(section.getKey().getBytes(StandardCharsets.US_ASCII), 8));
            out.putInt(header + 8, content.length);
            out.putInt(header + 12, address);
            out.putInt(header + 16, align(content.length, fileAlignment));
            out.putInt(header + 20, offset);
            out.putInt(header + 36, READ_ONLY_DATA);
            out.put(offset, content);
            header += SECTION_HEADER;
            offset += align(content.length, fileAlignment);
            end = address + content.length;
        }
        out.putShort(coff + 2, (short) (count + sections.size()));
        // Pointer to symbol table, and number of symbols.
        out.putLong(coff + 8, 0);
        out.putInt(optional + 56, align(end, in.getInt(optional + 32)));
        return out.array();
    }

    private static int align(int value, int to) {
        return (value + to - 1) / to * to;
    }
}
