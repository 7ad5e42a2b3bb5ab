package io.hallmark.measuredboot.initramfs;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Hasher;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** The content of one segment, read in order; what was read is charged to the image's budget. */
final class Unpacked {
    private final String image;
    private final Segment segment;
    private final Source in;
    private final long start;
    private final Budget budget;
    private final byte[] buffer = new byte[64 * 1024];

    Unpacked(String image, Segment segment, Source in, Budget budget) {
        this.image = image;
        this.segment = segment;
        this.in = in;
        this.start = in.offset();
        this.budget = budget;
    }

    Segment segment() {
        return segment;
    }

    Budget budget() {
        return budget;
    }

    /** Offset of the next byte in the segment's content. */
    long offset() {
        return in.offset() - start;
    }

    boolean atEnd() throws IOException {
        return in.peek(1).length == 0;
    }

    byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        int read = fill(bytes, count);
        if (read < count) {
            throw bad("the archive ends in the middle of an entry", offset());
        }
        return bytes;
    }

    /** Passes over zeros; stops at the end without complaint, as Linux does. */
    void padding(int multiple) throws IOException {
        fill(buffer, (int) ((multiple - offset() % multiple) % multiple));
    }

    void zeros() throws IOException {
        for (int count = in.skipZeros(buffer.length); count > 0; count = in.skipZeros(buffer.length)) {
            budget.unpacked(count, this);
        }
    }

    /**
     * Takes the content of an entry.
     *
     * @param sum gets every byte
     * @param taker the same
     */
    Digest body(long size, Sum sum, OutputStream taker) throws IOException {
        Hasher hasher = new Hasher(List.of(Bank.SHA256));
        for (long left = size; left > 0; ) {
            int count = fill(buffer, (int) Math.min(left, buffer.length));
            if (count == 0) {
                throw bad("the archive ends " + left + " bytes before the end of an entry's content", offset());
            }
            hasher.update(buffer, 0, count);
            sum.add(buffer, count);
            taker.write(buffer, 0, count);
            left -= count;
        }
        return hasher.finish().in(Bank.SHA256).orElseThrow();
    }

    /** The checksum of the crc format: the sum of all bytes modulo 2^32. */
    static final class Sum {
        private final boolean wanted;
        private long value;

        Sum(boolean wanted) {
            this.wanted = wanted;
        }

        void add(byte[] bytes, int count) {
            for (int i = 0; wanted && i < count; i++) {
                value += bytes[i] & 0xFF;
            }
        }

        boolean differs(long expected) {
            return wanted && (value & 0xFFFFFFFFL) != expected;
        }
    }

    MeasuredBootException bad(String what, long at) {
        return new MeasuredBootException(image + ": " + segment + ": " + what + " (offset " + at
                + " of its content); Linux would not unpack it, build the initramfs again");
    }

    private int fill(byte[] into, int count) throws IOException {
        int have = 0;
        while (have < count) {
            int read = in.read(into, have, count - have);
            if (read < 0) {
                break;
            }
            have += read;
        }
        budget.unpacked(have, this);
        return have;
    }
}
