package io.hallmark.measuredboot.initramfs;

import io.hallmark.measuredboot.io.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A path of an archive, made fit to be shown.
 *
 * @param text normalised; never the path of a file to open
 * @param hostile whether it climbs out of its folder or is not printable
 */
record EntryName(String text, boolean hostile) {

    static EntryName path(byte[] name, int length) {
        String raw = text(name, length);
        boolean hostile = !isPlain(name, length);
        List<String> parts = new ArrayList<>();
        for (String part : raw.split("/")) {
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
            hostile |= part.equals("..");
        }
        return new EntryName(parts.isEmpty() ? "." : String.join("/", parts), hostile);
    }

    /** The bytes as UTF-8; all that could disturb a terminal or hide another name is written in hex. */
    static String text(byte[] name, int length) {
        if (isPlain(name, length)) {
            return new String(name, 0, length, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            if (name[i] >= ' ' && name[i] < 0x7F) {
                text.append((char) name[i]);
            } else {
                text.append(String.format(Locale.ROOT, "\\x%02x", name[i] & 0xFF));
            }
        }
        return text.toString();
    }

    private static boolean isPlain(byte[] name, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name, 0, length))
                    .codePoints()
                    .allMatch(Printable::is);
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
