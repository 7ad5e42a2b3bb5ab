package io.hallmark.baselines.publish;

import io.hallmark.baselines.document.ReceiptDocument;
import java.util.Map;
import java.util.Optional;

/** What was published where. Safe for use by several threads. */
public interface Receipts {
    /** The newest receipt of each target that was ever published to, by name. */
    Map<String, ReceiptDocument> newest();

    /** Whether a commit was published to any target. */
    boolean published(String commit);

    /** The commit of the last publication to any target, which may be an earlier one than others: after a roll-back. */
    Optional<String> lastPublished();

    /**
     * Keeps a receipt, unless the newest one says the same already.
     *
     * @param seen the target's newest receipt when the publication to it began
     * @return a newer receipt of the target than {@code seen}, which another publication left meanwhile; then this one
     *     is not kept
     * @throws io.hallmark.baselines.BaselinesException when it can't be kept
     */
    Optional<ReceiptDocument> keep(ReceiptDocument receipt, Optional<ReceiptDocument> seen);
}
