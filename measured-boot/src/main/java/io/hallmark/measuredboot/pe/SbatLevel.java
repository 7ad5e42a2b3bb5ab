package io.hallmark.measuredboot.pe;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.io.ByteReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * shim's {@code .sbatlevel} section: the SBAT levels that it can set ({@code sbat.c}, {@code sbat_var.S}).
 *
 * @param automatic the level that it sets by itself when Secure Boot is on
 * @param latest the level that it sets when it was asked for the latest
 */
public record SbatLevel(String automatic, String latest) {
    private static final String SIGNATURE = "sbat,";
    private static final int SHORTEST = "sbat,1,2021030218\n".length();

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

    /**
     * The level that is in force, and measured, after this shim has started with Secure Boot on: what the firmware keeps
     * stays unless this shim brings a newer one (shim, {@code sbat.c}, preserve_sbat_uefi_variable).
     *
     * @param kept what the variable SbatLevel holds before; empty when it does not exist
     */
    public String inForce(Optional<String> kept) {
        return kept.filter(this::isNotOlder).orElse(automatic);
    }

    private boolean isNotOlder(String kept) {
        if (kept.length() < SHORTEST || !kept.startsWith(SIGNATURE)) {
            return false;
        }
        String[] current = fields(kept);
        String[] brought = fields(automatic);
        int longer = current[1].length() - brought[1].length();
        boolean newerVersion = longer > 0 || longer == 0 && current[1].compareTo(brought[1]) > 0;
        return newerVersion || current[2].compareTo(brought[2]) >= 0;
    }

    /** The first row's: component, generation, date. */
    private static String[] fields(String level) {
        return java.util.Arrays.copyOf((level.lines().findFirst().orElse("") + ",,").split(",", -1), 3);
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
