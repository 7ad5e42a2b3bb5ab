package io.hallmark.measuredboot.measure;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.pe.PeLayout.Range;
import java.util.Arrays;

/**
 * Keeps the bytes of a small range of a file: taken in the pass that computes its digests, so that both are of the same
 * bytes even if somebody writes to the file meanwhile.
 */
final class RangeKeeper implements Taker {
    private final Range range;
    private final byte[] bytes;

    /** @param range of a size that may be kept */
    RangeKeeper(Range range) {
        this.range = range;
        this.bytes = new byte[Math.toIntExact(range.size())];
    }

    @Override
    public void take(byte[] buffer, int length, long offset) {
        long from = Math.max(range.start(), offset);
        long to = Math.min(range.end(), offset + length);
        if (from < to) {
            System.arraycopy(buffer, (int) (from - offset), bytes, (int) (from - range.start()), (int) (to - from));
        }
    }

    /** The bytes, with zeros after them up to a size. */
    Content content(long size) {
        return new Content(Arrays.copyOf(bytes, Math.toIntExact(size)));
    }
}
