package io.hallmark.baselines.publish;

import io.hallmark.baselines.document.ReceiptDocument;
import io.hallmark.measuredboot.digest.Bank;
import java.util.Locale;
import java.util.Optional;

/**
 * An item that the target holds, or that was removed from it.
 *
 * @param sha256 of the content, in hex; empty for what was removed
 * @param reply of the target, one line; empty for what was kept
 */
public record AppliedItem(String name, PlanItem.Action action, Optional<String> sha256, String reply) {

    static AppliedItem of(PlanItem item, String reply) {
        return new AppliedItem(
                item.name(),
                item.action(),
                item.content().map(bytes -> Bank.SHA256.hash(bytes).hex()),
                reply);
    }

    ReceiptDocument.Item forReceipt() {
        return new ReceiptDocument.Item(name, action.name().toLowerCase(Locale.ROOT), sha256, reply);
    }
}
