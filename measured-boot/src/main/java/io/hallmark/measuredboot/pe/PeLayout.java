package io.hallmark.measuredboot.pe;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.io.ByteReader;
import io.hallmark.measuredboot.io.RandomBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The layout of a PE/COFF file (Microsoft, "PE Format"), as far as measuring needs it.
 *
 * @param size of the file, in bytes
 * @param checkSumAt offset of the optional header's CheckSum
 * @param certificateEntryAt offset of the data directory's entry for the certificate table, if there is one
 * @param headersSize SizeOfHeaders
 * @param certificates offset and size of the certificate table; size 0 when the file has none
 * @param sections in the order of the section table
 */
public record PeLayout(
        long size,
        long checkSumAt,
        Optional<Long> certificateEntryAt,
        long headersSize,
        Range certificates,
        List<PeSection> sections) {
    private static final int MZ = 0x5A4D;
    private static final long PE = 0x00004550;
    private static final int PE32 = 0x10B;
    private static final int PE32_PLUS = 0x20B;
    private static final int MOST_SECTIONS = 96;
    private static final int CERTIFICATE_TABLE = 4;
    private static final int SYMBOL_SIZE = 18;
    private static final int LONGEST_NAME = 256;

    /** A range of the file: offset of its first byte, and of the first after it. */
    public record Range(long start, long end) {
        public long size() {
            return end - start;
        }
    }

    public PeLayout {
        sections = List.copyOf(sections);
    }

    /** Whether a file that begins with these bytes claims to be a PE file. */
    public static boolean claimed(byte[] start) {
        return start.length >= 2 && start[0] == 'M' && start[1] == 'Z';
    }

    /**
     * Reads the layout.
     *
     * @return empty when the file is an MZ file without a PE header, such as a DOS program or a kernel without EFI stub
     * @throws MeasuredBootException when the file contradicts itself, with the offset
     */
    public static Optional<PeLayout> read(RandomBytes file) throws IOException {
        ByteReader dos = new ByteReader(file.read(0, 64));
        if (dos.u16() != MZ) {
            return Optional.empty();
        }
        long header = dos.seek(60).u32();
        if (header < 4 || header > file.length() - 24) {
            return Optional.empty();
        }
        ByteReader coff = new ByteReader(file.read(header, 24));
        if (coff.u32() != PE) {
            return Optional.empty();
        }
        int sectionCount = coff.skip(2).u16();
        if (sectionCount > MOST_SECTIONS) {
            throw bad(file, header + 6, "it has " + sectionCount + " sections, more than " + MOST_SECTIONS);
        }
        long symbols = coff.skip(4).u32();
        long symbolCount = coff.u32();
        int optionalSize = coff.u16();
        long optionalAt = header + 24;
        if (optionalSize < 68) {
            throw bad(file, header + 20, "its optional header has only " + optionalSize + " bytes");
        }
        ByteReader optional = new ByteReader(file.read(optionalAt, optionalSize));
        int magic = optional.u16();
        if (magic != PE32 && magic != PE32_PLUS) {
            throw bad(file, optionalAt, String.format(Locale.ROOT, "its optional header begins with 0x%04X", magic));
        }
        long headersSize = optional.seek(60).u32();
        int directoryAt = magic == PE32 ? 92 : 108;
        Optional<Long> entryAt = Optional.empty();
        Range certificates = new Range(0, 0);
        if (optionalSize >= directoryAt + 4 && optional.seek(directoryAt).u32() > CERTIFICATE_TABLE) {
            int at = directoryAt + 4 + 8 * CERTIFICATE_TABLE;
            if (optionalSize < at + 8) {
                throw bad(file, optionalAt + at, "its data directory goes past the optional header");
            }
            optional.seek(at);
            long offset = optional.u32();
            long size = optional.u32();
            entryAt = Optional.of(optionalAt + at);
            certificates = certificates(file, offset, size, optionalAt + at);
        }
        long tableAt = optionalAt + optionalSize;
        long tableEnd = tableAt + 40L * sectionCount;
        if (headersSize < tableEnd || headersSize > file.length()) {
            throw bad(
                    file,
                    optionalAt + 60,
                    "SizeOfHeaders is " + headersSize + ", but the headers end at " + tableEnd + " and the file at "
                            + file.length());
        }
        List<PeSection> sections = sections(file, tableAt, sectionCount, symbols + symbolCount * SYMBOL_SIZE);
        checkSections(file, headersSize, certificates, sections, tableAt);
        return Optional.of(new PeLayout(file.length(), optionalAt + 64, entryAt, headersSize, certificates, sections));
    }

    private static Range certificates(RandomBytes file, long offset, long size, long at) {
        if (size == 0) {
            return new Range(0, 0);
        }
        if (offset + size > file.length()) {
            throw bad(
                    file,
                    at,
                    "its certificate table (" + size + " bytes at " + offset + ") goes past the end of the"
                            + " file at " + file.length());
        }
        if (offset % 8 != 0) {
            throw bad(file, at, "its certificate table is at offset " + offset + ", which is no multiple of 8");
        }
        return new Range(offset, offset + size);
    }

    private static List<PeSection> sections(RandomBytes file, long tableAt, int count, long stringsAt)
            throws IOException {
        ByteReader table = new ByteReader(file.read(tableAt, 40 * count));
        List<PeSection> sections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            table.seek(40 * i);
            String name = text(table.bytes(8));
            long virtualSize = table.u32();
            table.skip(4);
            long rawSize = table.u32();
            long rawOffset = table.u32();
            sections.add(new PeSection(longName(file, name, stringsAt), virtualSize, rawOffset, rawSize));
        }
        return sections;
    }

    /** A name such as {@code /14} is an offset into the COFF string table; files made by GNU ld have those. */
    private static String longName(RandomBytes file, String name, long stringsAt) throws IOException {
        if (!name.matches("/[0-9]{1,7}")) {
            return name;
        }
        long at = stringsAt + Long.parseLong(name.substring(1));
        if (at >= file.length()) {
            return name;
        }
        return text(file.read(at, (int) Math.min(LONGEST_NAME, file.length() - at)));
    }

    private static String text(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }

    private static void checkSections(
            RandomBytes file, long headersSize, Range certificates, List<PeSection> sections, long tableAt) {
        long end = headersSize;
        for (PeSection section : sections.stream()
                .filter(s -> s.rawSize() > 0)
                .sorted(Comparator.comparingLong(PeSection::rawOffset))
                .toList()) {
            if (section.rawEnd() > file.length()) {
                throw bad(
                        file,
                        tableAt,
                        "section " + section.name() + " ends at " + section.rawEnd() + ", after the"
                                + " end of the file at " + file.length());
            }
            if (section.rawOffset() < end) {
                throw bad(
                        file,
                        tableAt,
                        "section " + section.name() + " begins at " + section.rawOffset()
                                + " and overlaps what ends at " + end);
            }
            end = section.rawEnd();
        }
        if (certificates.size() > 0 && certificates.start() < end) {
            throw bad(file, certificates.start(), "its certificate table overlaps the sections, which end at " + end);
        }
    }

    private static MeasuredBootException bad(RandomBytes file, long offset, String what) {
        return new MeasuredBootException(file.name() + ": damaged PE file: " + what + " (offset " + offset
                + "); get the file again from where it was built");
    }

    /**
     * The ranges that the Authenticode digest is of, in order (Microsoft, "Windows Authenticode Portable Executable
     * Signature Format"; EDK2, {@code DxeTpm2MeasureBootLib}): headers without CheckSum and without the certificate
     * table's directory entry, the sections by offset, then what follows them up to the certificate table.
     *
     * <p>Firmware counts hashed bytes to find where that last range begins. Where there are gaps between the sections,
     * that is before the end of the last one, and bytes are hashed twice; EDK2, shim and pesign agree in that
     * ({@code MeasureBootPeCoff.c}, step 16).
     *
     * <p>Firmware does not pad the file to a multiple of 8. Signing tools do that before they sign, so that signing a
     * file of another size changes its digest: sbsign and osslsigncode append the zeros to the file.
     */
    public List<Range> authenticodeRanges() {
        List<Range> ranges = new ArrayList<>();
        ranges.add(new Range(0, checkSumAt));
        if (certificateEntryAt.isPresent()) {
            ranges.add(new Range(checkSumAt + 4, certificateEntryAt.get()));
            ranges.add(new Range(certificateEntryAt.get() + 8, headersSize));
        } else {
            ranges.add(new Range(checkSumAt + 4, headersSize));
        }
        long hashed = headersSize;
        for (PeSection section : sections.stream()
                .filter(s -> s.rawSize() > 0)
                .sorted(Comparator.comparingLong(PeSection::rawOffset))
                .toList()) {
            ranges.add(new Range(section.rawOffset(), section.rawEnd()));
            hashed += section.rawSize();
        }
        long rest = size - certificates.size();
        if (rest > hashed) {
            ranges.add(new Range(hashed, rest));
        }
        return ranges;
    }
}
