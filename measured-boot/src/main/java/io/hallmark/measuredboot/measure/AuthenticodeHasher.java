package io.hallmark.measuredboot.measure;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.io.RandomBytes;
import io.hallmark.measuredboot.pe.PeLayout;
import io.hallmark.measuredboot.pe.PeLayout.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The Authenticode digests of a PE file, or of one inside another file. */
final class AuthenticodeHasher {
    private static final int BUFFER = 1024 * 1024;

    private final RandomBytes image;
    private final RangeHasher inOrder;

    /** What is hashed twice: {@link PeLayout#authenticodeRanges} begins its last range before the end of the others. */
    private final Optional<Range> repeated;

    /** @param image the PE file's bytes, wherever they are in the file that is read */
    AuthenticodeHasher(RandomBytes image, PeLayout layout, Collection<Bank> banks) {
        this.image = image;
        List<Range> ascending = new ArrayList<>();
        Range last = new Range(0, 0);
        Range again = null;
        for (Range range : layout.authenticodeRanges()) {
            if (range.start() < last.end()) {
                again = range;
            } else {
                ascending.add(new Range(image.start() + range.start(), image.start() + range.end()));
                last = range;
            }
        }
        this.inOrder = new RangeHasher(ascending, banks);
        this.repeated = Optional.ofNullable(again);
    }

    Taker taker() {
        return inOrder;
    }

    boolean hasGaps() {
        return repeated.isPresent();
    }

    /** The digests, after the pass. Only a file with gaps between its sections is read once more, in part. */
    Digests finish() throws IOException {
        if (repeated.isPresent()) {
            long end = repeated.get().end();
            for (long at = repeated.get().start(); at < end; at += BUFFER) {
                inOrder.hasher().update(image.read(at, (int) Math.min(BUFFER, end - at)));
            }
        }
        return inOrder.hasher().finish();
    }
}
