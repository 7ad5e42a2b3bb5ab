package io.hallmark.bootlab.machine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds a firmware's event log in memory. EDK2 keeps it in whole pages that it has filled with ones before ({@code
 * Tcg2Dxe.c}, {@code SetupEventLog}), so it begins a page, and ones follow its last record.
 */
final class LogFinder {
    static final int PAGE = 4096;

    private static final byte[] SIGNATURE = "Spec ID Event03\0".getBytes(StandardCharsets.US_ASCII);
    /** PCR, type, SHA-1 digest and size of the first record stand before its signature. */
    private static final int RECORD_HEADER = 32;

    private static final int HIGHEST_PCR = 23;

    private LogFinder() {}

    /** Whether a log begins here. */
    static boolean begins(byte[] memory, int offset) {
        int at = offset + RECORD_HEADER;
        return at + SIGNATURE.length <= memory.length
                && Arrays.equals(memory, at, at + SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    /** The length of the log that begins the memory, if all its records are sound and ones follow; else 0. */
    static int length(byte[] memory) {
        if (memory.length < PAGE || !begins(memory, 0)) {
            return 0;
        }
        ByteBuffer in = ByteBuffer.wrap(memory).order(ByteOrder.LITTLE_ENDIAN);
        Map<Integer, Integer> sizes = digestSizes(in);
        int header = in.getInt(RECORD_HEADER - 4);
        if (header < 0 || header > memory.length - RECORD_HEADER) {
            return 0;
        }
        int end = RECORD_HEADER + header;
        while (end + 12 <= memory.length) {
            if (in.getInt(end) == -1 && in.getLong(end + 4) == -1) {
                return end;
            }
            int next = recordEnd(in, end, sizes);
            if (next < 0) {
                return 0;
            }
            end = next;
        }
        return 0;
    }

    private static Map<Integer, Integer> digestSizes(ByteBuffer in) {
        Map<Integer, Integer> sizes = new HashMap<>();
        int count = Math.min(in.getInt(RECORD_HEADER + 24), 8);
        for (int i = 0; i < count; i++) {
            int at = RECORD_HEADER + 28 + i * 4;
            sizes.put(Short.toUnsignedInt(in.getShort(at)), Short.toUnsignedInt(in.getShort(at + 2)));
        }
        return sizes;
    }

    /** Where the record ends that begins at {@code start}; negative when it is none. */
    private static int recordEnd(ByteBuffer in, int start, Map<Integer, Integer> sizes) {
        int count = in.getInt(start + 8);
        if (in.getInt(start) < 0 || in.getInt(start) > HIGHEST_PCR || count != sizes.size()) {
            return -1;
        }
        int at = start + 12;
        for (int i = 0; i < count; i++) {
            Integer size = at + 2 <= in.limit() ? sizes.get(Short.toUnsignedInt(in.getShort(at))) : null;
            if (size == null) {
                return -1;
            }
            at += 2 + size;
        }
        if (at + 4 > in.limit()) {
            return -1;
        }
        int data = in.getInt(at);
        return data < 0 || data > in.limit() - at - 4 ? -1 : at + 4 + data;
    }
}
