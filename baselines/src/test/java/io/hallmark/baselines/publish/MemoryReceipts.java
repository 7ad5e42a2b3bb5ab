package io.hallmark.baselines.publish;

import io.hallmark.baselines.document.ReceiptDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Receipts in a list; for tests of what does not hang on how they are kept. */
final class MemoryReceipts implements Receipts {
    final List<ReceiptDocument> all = new ArrayList<>();

    @Override
    public synchronized Map<String, ReceiptDocument> newest() {
        Map<String, ReceiptDocument> newest = new TreeMap<>();
        all.forEach(receipt -> newest.put(receipt.target(), receipt));
        return newest;
    }

    @Override
    public synchronized boolean published(String commit) {
        return all.stream().anyMatch(receipt -> receipt.commit().equals(commit));
    }

    @Override
    public synchronized Optional<String> lastPublished() {
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.get(all.size() - 1).commit());
    }

    @Override
    public synchronized Optional<ReceiptDocument> keep(ReceiptDocument receipt, Optional<ReceiptDocument> seen) {
        Optional<ReceiptDocument> before = Optional.ofNullable(newest().get(receipt.target()));
        if (!before.equals(seen)) {
            return before;
        }
        all.add(receipt);
        return Optional.empty();
    }
}
