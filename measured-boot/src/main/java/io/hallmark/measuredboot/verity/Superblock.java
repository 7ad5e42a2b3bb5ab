package io.hallmark.measuredboot.verity;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.io.ByteReader;
import io.hallmark.measuredboot.io.Printable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * What stands before a hash tree and says how to read it: cryptsetup's struct verity_sb, version 1, little endian. The
 * root hash does not cover it, so that every field is checked here; of the UUID nobody can tell whether it is right.
 */
public record Superblock(UUID uuid, TreeLayout layout) {
    /** Its size in bytes; zeros follow up to the next hash block. */
    public static final int SIZE = 512;

    private static final byte[] MAGIC = "verity\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int NAME_SIZE = 32;

    /** Its {@value #SIZE} bytes. */
    public byte[] bytes() {
        VerityParameters parameters = layout.parameters();
        ByteBuffer out = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        out.put(MAGIC).putInt(VERSION).putInt(parameters.hashType().number());
        out.order(ByteOrder.BIG_ENDIAN);
        out.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
        out.order(ByteOrder.LITTLE_ENDIAN);
        byte[] name = parameters.algorithm().label().getBytes(StandardCharsets.US_ASCII);
        out.put(name).position(out.position() + NAME_SIZE - name.length);
        out.putInt(parameters.dataBlockSize())
                .putInt(parameters.hashBlockSize())
                .putLong(layout.dataBlocks());
        out.putShort((short) parameters.salt().size()).position(out.position() + 6);
        out.put(parameters.salt().bytes());
        return out.array();
    }

    /**
     * Reads one.
     *
     * @param bytes {@value #SIZE} of them
     * @param where the file and the offset in it, for messages
     * @throws MeasuredBootException when a field is none that version 1 can have, with its offset
     */
    public static Superblock read(byte[] bytes, String where) {
        ByteReader in = new ByteReader(bytes);
        if (!Arrays.equals(in.bytes(MAGIC.length), MAGIC)) {
            throw bad(
                    where,
                    0,
                    "there is no dm-verity superblock; give the offset of the hash area,"
                            + " or the parameters when it was made without one");
        }
        long version = in.u32();
        if (version != VERSION) {
            throw bad(where, 8, "version " + version + " of the superblock is not known, only " + VERSION);
        }
        long type = in.u32();
        long most = Long.reverseBytes(in.u64());
        long least = Long.reverseBytes(in.u64());
        String name = text(in.bytes(NAME_SIZE), where, 32);
        Bank algorithm = Bank.ofLabel(name)
                .filter(Bank::computable)
                .orElseThrow(() -> bad(
                        where, 32, "hash algorithm '" + Printable.line(name) + "' is none that can be computed here"));
        long dataBlockSize = in.u32();
        long hashBlockSize = in.u32();
        long dataBlocks = in.u64();
        int saltSize = in.u16();
        zero(in.bytes(6), where, 90);
        if (saltSize > Salt.LONGEST) {
            throw bad(where, 88, "a salt has at most " + Salt.LONGEST + " bytes, not " + saltSize);
        }
        Salt salt = new Salt(in.bytes(saltSize));
        zero(in.rest(), where, in.offset());
        try {
            VerityParameters parameters = new VerityParameters(
                    HashType.of(type), algorithm, blockSize(dataBlockSize), blockSize(hashBlockSize), salt);
            return new Superblock(new UUID(most, least), TreeLayout.of(parameters, dataBlocks));
        } catch (MeasuredBootException e) {
            throw new MeasuredBootException(where + ": superblock: " + e.getMessage(), e);
        }
    }

    /** What is no int is no block size either; the check of the parameters says so. */
    private static int blockSize(long size) {
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    private static String text(byte[] field, String where, int offset) {
        int end = 0;
        while (end < field.length && field[end] != 0) {
            end++;
        }
        zero(Arrays.copyOfRange(field, end, field.length), where, offset + end);
        return new String(field, 0, end, StandardCharsets.ISO_8859_1);
    }

    private static void zero(byte[] spare, String where, int offset) {
        for (int i = 0; i < spare.length; i++) {
            if (spare[i] != 0) {
                throw bad(where, offset + i, "a byte that must be zero is not; the superblock is damaged");
            }
        }
    }

    private static MeasuredBootException bad(String where, int offset, String message) {
        return new MeasuredBootException(where + ": superblock, byte " + offset + ": " + message);
    }
}
