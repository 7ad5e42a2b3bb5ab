package io.hallmark.measuredboot.measure;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Hasher;
import io.hallmark.measuredboot.pe.PeLayout.Range;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Takes the bytes of some ranges of a file, in ascending order, while the file is read from its start. */
final class RangeHasher implements Taker {
    private final List<Range> ranges;
    private final Hasher hasher;
    private int current;

    RangeHasher(List<Range> ranges, Collection<Bank> banks) {
        this.ranges = new ArrayList<>(ranges);
        this.hasher = new Hasher(banks);
    }

    @Override
    public void take(byte[] buffer, int length, long offset) {
        while (current < ranges.size()) {
            Range range = ranges.get(current);
            long from = Math.max(range.start(), offset);
            long to = Math.min(range.end(), offset + length);
            if (from < to) {
                hasher.update(buffer, (int) (from - offset), (int) (to - from));
            }
            if (range.end() > offset + length) {
                return;
            }
            current++;
        }
    }

    Hasher hasher() {
        return hasher;
    }
}
