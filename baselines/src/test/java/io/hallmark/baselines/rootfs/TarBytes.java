package io.hallmark.baselines.rootfs;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Tar archives that no tool would write. */
final class TarBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A header of the ustar form, with a right checksum. */
    TarBytes header(char type, String name, String link, String size) {
        byte[] block = new byte[512];
        put(block, 0, name);
        put(block, 100, "0000755");
        put(block, 108, "0000000");
        put(block, 116, "0000000");
        put(block, 124, size);
        put(block, 136, "00000000001");
        block[156] = (byte) type;
        put(block, 157, link);
        put(block, 257, "ustar");
        put(block, 263, "00");
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xFF;
        }
        put(block, 148, String.format(Locale.ROOT, "%06o", sum));
        block[154] = 0;
        out.writeBytes(block);
        return this;
    }

    TarBytes folder(String name) {
        return header('5', name, "", "0");
    }

    TarBytes file(String name, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        header('0', name, "", Integer.toOctalString(bytes.length));
        return content(bytes);
    }

    /** An extended header with one record. */
    TarBytes extended(String key, byte[] value) {
        int length = key.length() + value.length + 3;
        length += Integer.toString(length).length();
        if (Integer.toString(length).length() > Integer.toString(length - 1).length()) {
            length++;
        }
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes((length + " " + key + "=").getBytes(StandardCharsets.UTF_8));
        record.writeBytes(value);
        record.write('\n');
        header('x', "pax", "", Integer.toOctalString(record.size()));
        return content(record.toByteArray());
    }

    TarBytes content(byte[] bytes) {
        out.writeBytes(bytes);
        out.writeBytes(new byte[(512 - bytes.length % 512) % 512]);
        return this;
    }

    /** The archive with its end mark. */
    byte[] ended() {
        out.writeBytes(new byte[1024]);
        return out.toByteArray();
    }

    byte[] cutOff() {
        return out.toByteArray();
    }

    private static void put(byte[] block, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, block, offset, bytes.length);
    }
}
