package io.hallmark.baselines.rootfs;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * One header block of a tar archive (POSIX.1 {@code pax}, "ustar Interchange Format"; GNU tar, "Basic Tar Format").
 *
 * @param name with the prefix before it
 */
record TarHeader(byte[] name, int mode, long uid, long gid, long size, long mtime, char type, byte[] link) {
    static final int BLOCK = 512;

    private static final int CHECKSUM = 148;
    private static final int MAGIC = 257;

    /** @throws IOException when the block is no header */
    static TarHeader of(byte[] block) throws IOException {
        if (octal(block, CHECKSUM, 8) != sum(block)) {
            throw new IOException("a header with a wrong checksum");
        }
        return new TarHeader(
                withPrefix(block),
                (int) number(block, 100, 8),
                number(block, 108, 8),
                number(block, 116, 8),
                number(block, 124, 12),
                number(block, 136, 12),
                (char) (block[156] & 0xFF),
                text(block, 157, 100));
    }

    /** Whether a file begins as an archive of today's tar does. */
    static boolean isAt(byte[] start) {
        return start.length >= BLOCK
                && Arrays.equals(start, MAGIC, MAGIC + 5, "ustar".getBytes(StandardCharsets.US_ASCII), 0, 5);
    }

    /** The values of an extended header, by key; each record is {@code LENGTH KEY=VALUE} and a line feed. */
    static Map<String, byte[]> extended(byte[] records) throws IOException {
        Map<String, byte[]> values = new HashMap<>();
        for (int at = 0; at < records.length && records[at] != 0; ) {
            int space = at;
            while (space < records.length && records[space] >= '0' && records[space] <= '9' && space - at < 9) {
                space++;
            }
            if (space == at || space == records.length || records[space] != ' ') {
                throw new IOException("an extended header without a length");
            }
            int end = at + Integer.parseInt(ascii(records, at, space));
            int equals = space + 1;
            while (equals < Math.min(end, records.length) && records[equals] != '=') {
                equals++;
            }
            if (end > records.length || equals >= end - 1 || records[end - 1] != '\n') {
                throw new IOException("an extended header with a wrong length");
            }
            values.put(
                    new String(records, space + 1, equals - space - 1, StandardCharsets.UTF_8),
                    Arrays.copyOfRange(records, equals + 1, end - 1));
            at = end;
        }
        return values;
    }

    /** A number of an extended header; a fraction of a second is left out. */
    static long decimal(String key, byte[] value) throws IOException {
        String text = ascii(value, 0, value.length);
        if (!text.matches("-?[0-9]{1,18}(\\.[0-9]*)?")) {
            throw new IOException("an extended header whose " + key + " is no number");
        }
        int dot = text.indexOf('.');
        long whole = Long.parseLong(dot < 0 ? text : text.substring(0, dot));
        boolean fraction = dot >= 0 && !text.substring(dot + 1).matches("0*");
        // The time before 1970 that is meant lies between this second and the one before.
        return text.startsWith("-") && fraction ? whole - 1 : whole;
    }

    private static byte[] withPrefix(byte[] block) {
        byte[] name = text(block, 0, 100);
        boolean posix = block[MAGIC + 5] == 0;
        byte[] prefix = posix ? text(block, 345, 155) : new byte[0];
        if (prefix.length == 0) {
            return name;
        }
        byte[] joined = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
        joined[prefix.length] = '/';
        System.arraycopy(name, 0, joined, prefix.length + 1, name.length);
        return joined;
    }

    private static byte[] text(byte[] block, int offset, int length) {
        int end = offset;
        while (end < offset + length && block[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(block, offset, end);
    }

    /** Octal digits, or the GNU form for what doesn't fit: a first bit of one, then two's complement. */
    private static long number(byte[] block, int offset, int length) throws IOException {
        if (block[offset] >= 0) {
            return octal(block, offset, length);
        }
        byte[] value = Arrays.copyOfRange(block, offset, offset + length);
        boolean negative = (value[0] & 0x40) != 0;
        value[0] = (byte) (negative ? value[0] : value[0] & 0x7F);
        BigInteger number = new BigInteger(value);
        if (number.bitLength() > 62) {
            throw new IOException("a header with a number that is too large");
        }
        return number.longValue();
    }

    private static long octal(byte[] block, int offset, int length) throws IOException {
        String digits = ascii(block, offset, offset + length).replace('\0', ' ').strip();
        if (!digits.matches("[0-7]{0,12}")) {
            throw new IOException("a header with a field that is no octal number");
        }
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    private static long sum(byte[] block) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM + 8 ? ' ' : block[i] & 0xFF;
        }
        return sum;
    }

    private static String ascii(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
