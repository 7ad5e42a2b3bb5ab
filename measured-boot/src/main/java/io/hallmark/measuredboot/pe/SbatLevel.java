package io.hallmark.measuredboot.pe;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.io.ByteReader;
import java.nio.charset.StandardCharsets;

/**
 * shim's {@code .sbatlevel} section: the SBAT levels that it can set ({@code sbat.c}, {@code sbat_var.S}).
 *
 * @param automatic the level that it sets by itself when Secure Boot is on
 * @param latest the level that it sets when it was asked for the latest
 */
public record SbatLevel(String automatic, String latest) {

    /**
     * Reads the section: a version, then the two texts' offsets, counted from after the version.
     *
     * @throws MeasuredBootException when it is another version or damaged
     */
    public static SbatLevel parse(byte[] section) {
        ByteReader in = new ByteReader(section);
        long version = in.u32();
        if (version != 0) {
            throw new MeasuredBootException("shim's .sbatlevel section is of version " + version
                    + ", and only version 0 is known (offset 0); the SBAT level can't be told from this shim");
        }
        return new SbatLevel(text(section, 4 + in.u32()), text(section, 4 + in.u32()));
    }

    private static String text(byte[] section, long offset) {
        if (offset >= section.length) {
            throw new MeasuredBootException(
                    "shim's .sbatlevel section has a text at offset " + offset + ", but " + section.length + " bytes");
        }
        int end = (int) offset;
        while (end < section.length && section[end] != 0) {
            end++;
        }
        return new String(section, (int) offset, end - (int) offset, StandardCharsets.US_ASCII);
    }
}
