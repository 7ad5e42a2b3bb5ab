package io.hallmark.measuredboot.prediction;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.io.ByteReader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The UEFI_GPT_DATA that firmware measures into PCR 5 when it first boots from a disk: the header of LBA 1, the number of
 * used entries, and those entries (PFP, "EFI_GPT_DATA"; EDK2, {@code DxeTpm2MeasureBootLib.c}).
 */
final class PartitionTable {
    private static final byte[] SIGNATURE = "EFI PART".getBytes(StandardCharsets.US_ASCII);
    private static final int SECTOR = 512;
    private static final int MOST_ENTRIES = 1024;

    private PartitionTable() {}

    /**
     * @param disk the first sectors of the disk, 512 bytes each: protective MBR, header, entries
     * @throws MeasuredBootException when it does not begin with a GPT
     */
    static byte[] measured(Artifact disk) {
        byte[] sectors = disk.facts()
                .content()
                .map(Content::bytes)
                .orElseThrow(() -> bad(disk, "it is larger than a partition table or known by its digests alone", 0));
        ByteReader in = new ByteReader(sectors);
        if (sectors.length < 2 * SECTOR) {
            throw bad(disk, "it has " + sectors.length + " bytes and no GPT header", SECTOR);
        }
        in.seek(SECTOR);
        if (!Arrays.equals(in.bytes(8), SIGNATURE)) {
            throw bad(disk, "there is no 'EFI PART' signature", SECTOR);
        }
        in.seek(SECTOR + 12);
        long headerSize = in.u32();
        in.seek(SECTOR + 72);
        long firstSector = in.u64();
        long count = in.u32();
        long size = in.u32();
        if (headerSize < 92 || headerSize > SECTOR || count > MOST_ENTRIES || size < 128 || size > SECTOR) {
            throw bad(disk, "the GPT header is damaged", SECTOR);
        }
        // Compared before it is multiplied: a damaged number may be as large as a number can be.
        if (firstSector < 0 || firstSector > sectors.length / SECTOR) {
            throw bad(disk, "the partition entries begin after the file", sectors.length);
        }
        long entriesAt = firstSector * SECTOR;
        if (entriesAt + count * size > sectors.length) {
            throw bad(disk, "the partition entries end after the file", (int) entriesAt);
        }
        ByteArrayOutputStream used = new ByteArrayOutputStream();
        long number = 0;
        for (int i = 0; i < count; i++) {
            byte[] entry = in.seek((int) (entriesAt + i * size)).bytes((int) size);
            if (!new Content(Arrays.copyOf(entry, 16)).equals(new Content(new byte[16]))) {
                used.writeBytes(entry);
                number++;
            }
        }
        return ByteBuffer.allocate(92 + 8 + used.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(in.seek(SECTOR).bytes(92))
                .putLong(number)
                .put(used.toByteArray())
                .array();
    }

    private static MeasuredBootException bad(Artifact disk, String what, int offset) {
        return new MeasuredBootException(
                "artifact '" + disk.name() + "' (" + disk.origin() + ") is not the beginning of" + " a GPT disk: "
                        + what + " (offset " + offset + "); give the first 34 sectors of the disk image");
    }
}
